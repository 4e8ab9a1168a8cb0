"""Turn document information into XMP that claims both standards."""

from __future__ import annotations

import re

from weasyprint.document import DocumentMetadata

_CLAIM = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas>
    <rdf:Bag>
      <rdf:li rdf:parseType="Resource">
        <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
        <pdfaSchema:property>
          <rdf:Seq>
            <rdf:li rdf:parseType="Resource">
              <pdfaProperty:name>part</pdfaProperty:name>
              <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
              <pdfaProperty:category>internal</pdfaProperty:category>
              <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
            </rdf:li>
          </rdf:Seq>
        </pdfaSchema:property>
      </rdf:li>
    </rdf:Bag>
  </pdfaExtension:schemas>
</rdf:Description>
"""
"""The claim of PDF/UA-1 (ISO 14289-1, 5) and, since PDF/A knows no such property, the
extension schema that explains it (ISO 19005-3, 6.6.2.3), whose prefixes are fixed."""

_END = b"</rdf:RDF>"


class Description(DocumentMetadata):  # type: ignore[misc] # untyped base
    """WeasyPrint's metadata of a PDF/A, which says that it is PDF/UA as well.

    It has to be in the one ``rdf:RDF`` that a packet may have (ISO 16684-1, 7.4), where
    WeasyPrint's ``xmp_metadata`` would add another.
    """

    def generate_rdf_metadata(self, *arguments: object) -> bytes:
        """Return the packet's ``rdf:RDF``."""
        rdf: bytes = super().generate_rdf_metadata(*arguments)
        claim = re.sub(r"\n *", " ", _CLAIM).replace("> <", "><").strip()
        return rdf.removesuffix(_END) + claim.encode() + _END
