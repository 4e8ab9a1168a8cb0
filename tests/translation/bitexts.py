"""Bitexts of made-up documents in several scripts."""

from briefgen.diagnostics import Place
from briefgen.translation.hashes import text_hash
from briefgen.translation.model import Bitext, Term, Unit

TEXTS = {
    "en": "Everyone has the right to rest, “leisure” and paid holidays (24); see no. 5.",
    "ru": "Каждый человек имеет право на отдых — №\u00a05, «ст.\u00a024», 1\u00a0234,5\u00a0%.",
    "kk": "Әр адамның тынығуға және демалуға құқығы бар: ғ, қ, ң, ө, ұ, ү, һ, і — «24-бап».",
    "fa": "هر کس حق استراحت و فراغت دارد؛ «می\u200cخواهیم» ۲۴ (24)، ی و ک.",
    "ar": "لكل شخص الحق في الراحة، وفي أوقات الفراغ (24): «المادة ٢٤»؟",
}
PAIRS = [("en", "ru"), ("en", "kk"), ("en", "fa"), ("en", "ar"), ("fa", "ru"), ("ar", "fa")]
ROWS = 26


def make_bitext(source, target):
    def unit(name, number):
        text = None if number % 9 == 8 else f"{TEXTS[target]} {number}"
        state = "missing" if text is None else ("draft", "reviewed", "approved")[number % 3]
        place = Place("a.yaml")
        return Unit(name, name, f"{TEXTS[source]} {number}", text, state, place, place)

    names = ["title", *(str(n) for n in range(1, ROWS - 2)), "4.a", "4.a/heading"]
    units = tuple(unit(name, number) for number, name in enumerate(names))
    terms = (Term("rest", TEXTS[source][:9], TEXTS[target][:9]),)
    return Bitext("lake/text", TEXTS[source], source, target, text_hash(source), units, terms)
