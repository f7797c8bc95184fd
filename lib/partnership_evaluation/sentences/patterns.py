"""Words that say what made something happen, and words that are surer than numbers can be."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What an evaluation is about. Only next to one of these are everyday verbs read as causes.
_MEASURE = (
    r"(?:programmes?|programs?|projects?|interventions?|partnerships?|alliances?|initiatives?|"
    r"schemes?|approach(?:es)?|strateg(?:y|ies)|courses?|training|coaching|mentoring|"
    r"lesson study|learning walks?|sessions?|workshops?|visits?|collaboration|networks?|trios?|"
    r"triads?|enquir(?:y|ies)|films?|job shadowing|shadowing|exchanges?|cpd|"
    r"professional development|taking part|participation|participating|attendance|attending"
    r"(?: the \w+)?|working together)"
)
_PROGRAMME = (
    rf"(?:{_MEASURE}|trusts?|coach(?:es)?|mentors?|lessons?|observations?|collaborations?|research|"
    r"support|feedback|methods?|teaching|teachers|leaders(?:hip)?|funding|work|treatment|it|they|"
    r"this|that|these|which|who|we)"
)
_OFTEN = (
    r"(?:(?:has|have|had|is|was|were|did|does|do|really|clearly|also|greatly|significantly|"
    r"substantially|markedly|directly|indeed|certainly|definitely|obviously|evidently|"
    r"successfully|dramatically|measurably|visibly|undoubtedly|then|thereby|so|itself|"
    r"themselves|in fact|of course|already|being|been)\s+)"
)
# What programmes are meant to move.
_OUTCOME = (
    r"(?:attainment|achievements?|grades?|standards?|levels?|scores?|outcomes?|results?|progress|"
    r"quality|aspirations?|confidence|performance|marks?|shares?|rates?|ratings?|learning|"
    r"teaching|lessons?|skills?|behaviour|motivation|engagement|enthusiasm|enjoyment|attitudes?|"
    r"understanding|knowledge|practices?|provision|expectations?|pupils?|students?|children|"
    r"teachers?|schools?|class(?:es|rooms?)?|writing|reading|mathematics|maths|numbers?)"
)
_RISE = (
    r"(?:ros[e]|risen|rises?|rising|increas\w+|improv\w+|gr[eo]wn?|grows?|climb\w*|fell|fallen|"
    r"falls?|falling|declin\w+|dropp?\w*|decreas\w+|reduc\w+|chang\w+|mov(?:ed?|es|ing)|"
    r"gain\w*|better|higher|lower|worse|did well|do well|succeed\w*|success\w*)"
)
_ACT = (
    r"(?:improv(?:es?|ed|ing)|rais(?:es?|ed|ing)|increas(?:es?|ed|ing)|reduc(?:es?|ed|ing)|"
    r"lower(?:s|ed|ing)|chang(?:es?|ed|ing)|boost\w*|enhanc\w+|strengthen\w*|accelerat\w+|"
    r"lift(?:s|ed|ing)?|produc(?:es?|ed|ing)|generat(?:es?|ed|ing)|deliver(?:s|ed|ing)?|"
    r"clos(?:es?|ed|ing)|narrow(?:s|ed|ing)?|creat(?:es?|ed|ing)|foster\w*|built|builds?|"
    r"building|develop(?:s|ed|ing)?|advanc(?:es?|ed|ing)|promot(?:es?|ed|ing)|"
    r"encourag(?:es?|ed|ing)|inspir(?:es?|ed|ing)|motivat(?:es?|ed|ing)|support(?:s|ed|ing)|"
    r"deepen\w*|widen(?:s|ed|ing)?|speed(?:s|ed)? up|sped up|turn(?:s|ed)? around|"
    r"affect(?:s|ed|ing)?|influenc(?:es?|ed|ing)|shap(?:es?|ed|ing)|move[sd]?|moving|"
    r"secur(?:es?|ed|ing)|achiev(?:es?|ed|ing)|brought|brings?|doubl(?:es?|ed)|"
    r"push(?:es|ed)|pull(?:s|ed)|gets?|got|taught|turn(?:s|ed)|equipp?(?:s|ed)|advantaged?|"
    r"uplift\w*|elevat\w+|propell?\w*|catapult\w*|facilitat\w+|stimulat\w+|nurtur\w+)"
)


@dataclass(frozen=True)
class Rule:
    """A kind of overclaim and the words by which it is known.

    Attributes
    ----------
    name : str
        What the rule is about, in a few words.
    advice : str
        What to do.
    pattern : re.Pattern
        The words in lower case, from the beginning of a word.
    about : str
        ``"cause"``, ``"certainty"`` or ``"change"``: which designs and numbers allow it.
    """

    name: str
    advice: str
    pattern: re.Pattern
    about: str


def _any(*parts: str) -> re.Pattern:
    # In lower case and at the beginnings of words only: four times faster than re.I and anywhere.
    return re.compile(r"(?<!\w)(?=\w)(?:" + "|".join(rf"(?:{part})" for part in parts) + ")")


def lowered(text):
    """Write a text in lower case, letter for letter.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As long as the text, so that a match in one is at the same place in the other.

    Examples
    --------
    >>> lowered("Led to"), len(lowered("İ"))
    ('led to', 1)
    """
    return text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "I").lower()


_SAY_WHAT_WAS_SEEN = (
    "Say what was counted (rose, was higher, moved up), not what made it; or mark the words as the "
    "document's claim with sentences.claimed()."
)

CAUSE = Rule(
    "the words name a cause, which the design cannot show",
    _SAY_WHAT_WAS_SEEN,
    _any(
        r"\b(?:lead|leads|led|leading)\b(?:\s+(?!by\b)[\w'-]+){0,3}?\s+to\b(?! (?:date|be|me)\b)",
        r"\bcaus(?:e|es|ed|ing|al|ally|ation)\b(?! concern)",
        r"\bresult(?:ed|ing) in\b",
        rf"\bresults? of (?:the |this |our |their )?(?:[\w-]+ )?{_MEASURE}\b",
        r"(?<!the )(?<!their )(?<!its )\bresults? in (?:an?|better|higher|more|improv\w*|greater|"
        r"fewer|lower|less|rais\w*|stronger|faster|good)\b",
        r"\bas an?(?: \w+)? (?:result|consequence)\b(?! (?:is|are|was)\b)",
        r"\bin consequence\b|\bthanks to\b|\bdue to\b|\bow(?:ed|es?|ing) to\b",
        r"\bon account of\b|\bby virtue of\b|\bby (?:means|dint) of\b",
        r"\b(?:is|are|was|were|put|came|come|comes) down to\b",
        rf"\bbecause of (?:[\w'-]+ ){{0,3}}?{_PROGRAMME}\b",
        rf"\bbecause (?:[\w'-]+ ){{0,2}}?{_PROGRAMME}\b(?= (?!were\b|was\b|are\b|is\b)\w+)"
        rf"(?<!because they)(?<!because it)(?<!because this)(?<!because that)(?<!because these)"
        rf"(?<!because which)(?<!because who)(?<!because we)",
        rf"\b{_RISE}\b(?:\s+[\w'%-]+){{0,8}}?\s+because\b",
        rf"\b{_RISE}\b(?:\s+[\w'%-]+){{0,6}}?\s+(?:through|by|from|with) (?:the |this |our |its |"
        rf"their )?(?:[\w'-]+ )?(?:programmes?|projects?|interventions?|coaching|training|"
        rf"mentoring|lesson study|collaboration|shadowing|partnership)\b",
        r"\battribut(?:e[sd]?|able|ing|ion)\b(?! (?:the|a|an)? ?(?:survey|number|column))",
        r"\bcredit(?:s|ed)? (?:to|with|for)\b|\b(?:deserves?|takes?|took) (?:the )?credit\b",
        r"\b(?:brought|bring(?:s|ing)?) about\b|\bg(?:ave|ives?|iven|iving) rise to\b",
        r"\bdriv(?:e|es|en|ing) (?:by|up)\b|\bdrove\b|\bdriver of\b",
        r"\bboost(?:s|ed|ing)?\b",
        rf"\brais(?:es?|ed|ing) (?:the |their |its |our |all |pupils' |students' |[\w-]+ )"
        rf"{{0,3}}?{_OUTCOME}\b",
        r"\benabl(?:e[sd]?|ing)\b",
        r"\bhelp(?:s|ed|ing)\b|\bhelp(?:ful(?:ly)?)? (?:to )?(?:rais|improv|increas|clos)\w*",
        r"\bcontribut(?:e[sd]?|ing|ion|ions|ory)\b",
        r"(?<!statements of )(?<!statement of )(?<!claims of )(?<!claim of )(?<!stated )"
        r"(?<!claimed )(?<!reported )\bimpact(?:s|ed|ful|ing)?\b(?!,? (?:paragraph|section|table))",
        r"\beffects? (?:of|on|upon)\b|\b(?:an?|the|had|has|have|no|any|positive|negative|"
        r"significant|large|big|small|strong) effects?\b(?! sizes?)",
        r"\b(?:more |very |highly |cost-)?effective(?:ness)?\b(?= (?:programme|project|way|"
        r"intervention|coaching|training|approach|in|at|for))|\b(?:is|are|was|were|proved|be|been|"
        r"of) (?:very |highly |really |most )?effective(?:ness|ly)?\b",
        r"\b(?:ma(?:de|kes?|king)) (?:a|an|the|all the|no|any|some|much of a|this|that|every)"
        r"(?: [\w-]+){0,2}? differences?\b",
        r"\bclos(?:es?|ed|ing) (?:the |a |this |that |its |their |all )?(?:[\w-]+ ){0,2}?gaps?\b",
        r"\bnarrow(?:s|ed|ing) (?:the |a |this |that |its |their )(?:[\w-]+ ){0,2}?gaps?\b",
        r"\btransform(?:s|ed|ing|ational)?\b",
        r"\bbenefit(?:s|ed|ted|ing|ting)? (?:from|of)\b|\bbenefit(?:ed|ted)\b",
        rf"\b{_PROGRAMME}\s+{_OFTEN}{{0,3}}{_ACT}\s+(?!from\b|to\b|by\b|at\b|in\b|up\b|down\b|"
        rf"between\b|on\b)(?:[\w'-]+\s+){{0,4}}?{_OUTCOME}\b",
        rf"\b{_ACT} by (?:the |this |our |its |their )?(?:[\w-]+ )?{_MEASURE}\b",
        rf"\b{_MEASURE}(?:'s)? (?:influence|success(?:es)?|benefits?|effects?|effectiveness)\b",
        rf"\b(?:influence|success|benefits?|effectiveness) of (?:the |this |our )?{_MEASURE}\b",
        rf"\b{_MEASURE}\s+{_OFTEN}{{0,3}}(?:raised|raises|improved|improves|increased|increases|"
        rf"reduced|reduces|lowered|lowers|enhanced|enhances)\s+(?!from\b|to\b|by\b|in\b|at\b)\w+",
        rf"\bma(?:de|kes?|king) (?:the |their |our )?{_OUTCOME} (?:better|higher|stronger|faster|"
        rf"improve|rise)\b",
        rf"\bit (?:is|was) (?:the |this |our )?{_MEASURE} (?:that|which)\b",
        rf"\b(?:is|was|are|were) why (?:[\w'-]+ ){{0,4}}?{_RISE}\b",
        rf"\b(?!which|that|who|it|this|these)\b{_PROGRAMME}\s+{_OFTEN}{{0,3}}ma(?:de|kes?|king)\s+(?:[\w'-]+\s+){{1,4}}?"
        rf"(?:better|worse|higher|stronger|easier|faster|more|less|improve|rise|learn)\b",
        rf"\b(?:programmes?|projects?|interventions?|coaching|training|mentoring|schemes?|courses?|"
        rf"initiatives?|approach(?:es)?|lesson study|collaboration|shadowing)\s+{_OFTEN}{{0,3}}"
        rf"(?:work(?:s|ed)|succeed(?:s|ed)|fail(?:s|ed)|paid off|pays off|(?:a )?success(?:ful|es)?"
        rf"|beneficial|worthwhile|responsible|fruitful|instrumental)\b",
        r"\bresponsible for\b(?= (?:the |this |that |these |their |better |higher )?(?:[\w-]+ )"
        rf"{{0,2}}?(?:{_RISE}|improvement|{_OUTCOME})\b)",
        rf"\bexplain(?:s|ed) (?:the |this |that |these |their |why )(?:[\w-]+ ){{0,2}}?"
        rf"(?:rise|improvement|gain|increase|change|difference|fall|success|{_OUTCOME})\b",
        rf"\breasons? (?:(?:for|why|that) )?(?:the |this |that |their )?(?:[\w-]+ ){{0,2}}?"
        rf"{_RISE}\b",
        r"\b(?:trigger|spark|fuel|prompt|spurr?|empower|unlock|ignit|catalys|equipp?)(?:e?d|l?led|s|"
        r"es)\b(?! off)",
        r"\bstem(?:s|med|ming) from\b|\barose from\b|\barises? from\b",
        r"\b(?:influenced|affected) (?:the |their |pupils'? |students'? )?(?:[\w-]+ ){0,2}?"
        rf"{_OUTCOME}\b",
        r"\bensur(?:es?|ed|ing) (?:that )?(?:better|higher|more|pupils|students|teachers|children)",
        r"\ballow(?:s|ed|ing) (?:the |these |our )?(?:pupils|students|teachers|children|schools|"
        r"leaders|staff)\b",
        r"\b(?:paid|pays) off\b|\bbrought (?:better|higher|improve\w+|success|gains?)\b",
        r"\b(?:produc|generat|deliver|secur|yield|g(?:ave|iv))(?:es?|ed|s|ing)? (?:an? |the )?"
        r"(?:[\w-]+ )?"
        r"(?:better|higher|improve\w+|gains?|rises?|success)\b",
    ),
    "cause",
)

CERTAINTY = Rule(
    "the words are surer than the numbers can be",
    "Give the interval, or the p-value with the name of its test, in place of the word.",
    _any(
        r"\bprov(?:es?|ed|en|ing)\b(?! (?:to be|difficult|hard)\b)",
        r"\bproof (?:that|of)\b|\bis proof\b",
        r"\bdemonstrat(?:es?|ed|ing) (?:that|how|the|a|an|clear|beyond)\b",
        r"\b(?:clearly|conclusively|convincingly|unambiguously|definitively|plainly|evidently) "
        r"(?:shows?|showed|shown|demonstrat\w+|improv\w+|better|higher|rose|increas\w+|worked?s?)",
        r"\b(?:shows?|showed|shown) (?:very )?(?:clearly|conclusively|convincingly|definitively|"
        r"beyond)\b",
        r"\b(?:no|without|beyond|little) (?:a |any |all |shadow of a )?(?:reasonable )?doubt\b",
        r"\b(?:undoubtedly|unquestionabl[ey]|undeniabl[ey]|indisputabl[ey]|doubtless|"
        r"irrefutabl[ey]|conclusive(?:ly)?|definitely|obviously)\b",
        r"\b(?:establish|confirm)(?:es|s|ed)? (?:that|the success|the value)\b",
        r"\b(?:show|indicat|suggest|confirm|mean|evidence|sign|demonstrat)\w* (?:that )?"
        r"(?:the |this |our )?(?:programme|project|intervention|coaching|training|approach|course|"
        r"initiative|scheme|lesson study) (?:works?|worked|succeeded|was|is|has|had|did)\b",
        r"\bnot (?:due to|by|just|merely|a matter of|the result of|explained by) (?:mere )?chance",
        r"\bcannot be (?:put down to |explained by )?(?:mere )?chance\b",
        r"\b(?:dramatic|huge|enormous|massive|remarkabl[ey]|impressive|spectacular|outstanding) "
        r"(?:rise|improve\w*|gain|progress|increase|success|results?)\w*",
    ),
    "certainty",
)

SIGNIFICANCE = Rule(
    "'significant' is said without a test",
    "Name the test and its p-value in the same sentence, or say how large it is.",
    _any(r"(?<!= )\b(?:statistical(?:ly)? )?significan(?:t|tly|ce)\b"),
    "significance",
)

#: Only where a sentence has no number at all, or the people were asked once.
CHANGE_RULE = "a change is stated without its size, or of people who were asked once"
CHANGE = Rule(
    CHANGE_RULE,
    "Let sentences.change() or Report.headline() write it from the estimate with its interval.",
    _any(
        rf"\b{_OUTCOME}\s+{_OFTEN}{{0,2}}(?:rose|increased|improved|grew|fell|declined|dropped|"
        rf"went up|went down|got better|(?:was|were) (?:much |far )?(?:better|higher|lower|"
        rf"worse))\b"
    ),
    "change",
)

RULES = (CAUSE, CERTAINTY, SIGNIFICANCE, CHANGE)
#: A number is given (a pair of braces stands for one that a notebook fills in), or its reach.
NUMBERED = re.compile(r"\d|\{\}|\bamong these\b|\binterval\b", re.I)
#: A test is named in the sentence.
TESTED = re.compile(r"\bp\s*(?:=|<|>|≤|at most|value|-value|below|above)|\btest\b|\btested\b", re.I)
