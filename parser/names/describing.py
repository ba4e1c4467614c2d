"""What a column's description offers as names for it: "number of links", "was signed", "lexicon raised an alert"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.grammar.schema import Column
from sayso.parser.english.inflection import is_participle, singular, verb, verb_forms, verbs_of
from sayso.parser.english.nominals import done as doings
from sayso.parser.names.description import description

PREPOSITIONS = frozenset(
    ["in", "on", "of", "at", "by", "for", "from", "with", "that", "which", "to", "and", "or", "as"]
)
ARTICLE = re.compile(r"^(the|a|an|its|their|our)\s+")


def described(column: Column) -> Iterator[str]:
    """The phrases that a column's description offers for it.

    >>> list(described(Column("n_links", "number", "number of links in the message")))[:1]
    ['number of links in the message']
    """
    text = re.split(r"[;:.]", description(column).whole)[0].strip()
    text = re.sub(r"\bfrom \d.*$", "", text).strip()
    inner = re.findall(r"\(([^)]+)\)", text)
    text = re.sub(r"\s*\([^)]*\)", "", text)
    parts = [part.strip() for part in text.split(",")][:1] + inner
    yield from _standing_for(column)
    if column.kind == "date" and (named := re.fullmatch(r"([a-z]+)_(?:on|at)", column.name.lower())):
        yield from (named.group(1), f"was {named.group(1)}")
    if column.kind == "date":
        yield from _day_of_doing(column)
    for part in parts:
        if any(value.lower() in part for value in column.values):
            continue  # the description lists the values
        yield ARTICLE.sub("", part)
        if column.kind == "number":
            yield f"{ARTICLE.sub('', part)} value"
        head = re.split(r"\s+(?:in|on|that|which|when|of the|from|for)\s+", part)[0]
        yield ARTICLE.sub("", head)
        yield from _shorter(ARTICLE.sub("", part))
        yield from _phrases_of_kind(column, part)


def _day_of_doing(column: Column) -> Iterator[str]:
    """ "the delivery", "date of delivery" of the day on which it was delivered, where one thing was done and no other."""
    told = re.findall(r"[a-z]+", f"{column.name} {re.split(r'[;:,]', column.description)[0]}".lower())
    known = {word: nouns for word in told if (nouns := doings(word))}
    for noun in next(iter(known.values())) if len(known) == 1 else ():
        yield from (f"{noun} date", f"date of {noun}", f"date of the {noun}", noun)


def _shorter(part: str) -> Iterator[str]:
    """ "input field found by the detector": what it is, without how it came to be; "number of passengers on board": the things."""
    yield re.split(r"\s+(?:\w+ed|found|written|seen|given|shown|drawn|taken|made)\s+(?:by|on|in|at|from|with)\s", part)[
        0
    ]
    linked = re.sub(r"\s(?:\w+ed|found|written|seen|given|shown|drawn)\s(?=(?:on|in|at|for|of|from)\s)", " ", part)
    yield linked
    many = re.match(r"(?:number|count) of (.+)", linked)
    if many:
        yield many.group(1)
        things = re.match(r"([a-z]+s)\b(?: (?:of|in|on|at|for|with)\b|$)", many.group(1))
        yield from (f"{singular(things[1])} {count}" for count in ("count", "number", "total") if things)


def _phrases_of_kind(column: Column, text: str) -> Iterator[str]:
    owned = re.match(r"(?:the |an? )?((?:\w+ )??)(\w+) of the (\w+)(?: in \w+)?$", text)
    if owned and column.kind != "box":
        first, noun, owner = owned.groups()
        yield from (f"{owner}'s {noun}", f"{noun} of the {owner}", f"{owner}'s {first}{noun}", f"{owner} {noun}")
    spoken = column.name.lower().replace("_", " ")
    further = re.match(rf"(?:the |an? )?(\w+) of the {re.escape(spoken)} \w+$", text)
    if further and column.kind != "box":
        yield f"{further.group(1)} of the {spoken}"  # source: "title of the source text"
    if column.kind == "boolean":
        yield f"{spoken} flag"
    number = re.match(r"(?:number|count) of (\w+)(?:\s+(\w+))?", text)
    if number and column.kind == "number":
        noun, done = number.groups()
        yield noun
        if done and is_participle(done):
            yield from (f"{noun} {done}", f"{noun} are {done}", f"{noun} were {done}", f"{noun} have been {done}")
    times = re.search(r"number of times (?:that )?(?:\w+ )?(\w+ed)\b", text)
    if times and column.kind == "number":
        yield from (f"{be} {times.group(1)}" for be in ("was", "is", "been", "has been", "got"))
        yield times.group(1)
    waited = re.search(r"(\w+) (?:that )?the (\w+) (\w+ed)\b", text)
    if waited and column.kind == "number":
        unit, who, done = waited.groups()
        yield from (done, f"{who} {done}", f"they {done}", f"{unit} of {done.removesuffix('ed')}ing")
    when = re.search(r"(?:on|when) which (?:the )?\w+ (?:was |were )?(.+)$|day (?:the )?\w+ was (.+)$", text)
    if when and column.kind == "date":
        yield from (phrase for phrase in when.groups() if phrase)
    yield from (*_happening(column, text), *_planned(column, text))
    day_of = re.search(
        r"(?:which|when|day|date) (?:the |an? )?(?:\w+'s )?(\w+) (?:was|were) (?:last |first )?(\w+)(?: (for|on|at|in|out|by))?$",
        text,
    )
    if day_of and column.kind == "date":
        noun, done, late = day_of.groups()
        for did in (done, *((f"{done} {late}",) if late else ())):
            yield from (f"{noun} was {did}", f"{noun} {did}", f"{noun}s {did}", f"{noun}s were {did}")
            if done in MADE:
                yield from (
                    f"{noun} {back}" for back in ("dates from", "dates back to", "is from", "comes from", "was from")
                )
            yield from (f"{day} it was {did}" for day in ("date", "day", "date on which", "day on which"))
            yield from (f"{day} the {noun} was {did}" for day in ("date", "day", "date on which", "day on which"))
    event = re.match(r"(?:the )?(?:date|day) of (?:the |an? )?((?:\w+ )?\w+)$", text)
    if event and column.kind == "date":
        yield event.group(1).split()[-1]  # "the call" of the phone call
        yield from (event.group(1), f"{event.group(1)} date", f"{event.group(1)} was", f"{event.group(1)} took place")
    year = re.match(r"year (?:that |in which |when )?the (\w+) (?:was |were )?(.+)$", text)
    if year and column.kind == "number":
        who, did = year.groups()
        yield from (did, f"was {did}", f"{who} {did}", f"{who} was {did}")
    due = re.search(
        r"(?:day|date) (?:on which |when |that )?(?:the|an?) ([a-z]+) (?:is|was|falls|becomes) ([a-z]+)$", text
    )
    if (
        due
        and column.kind == "date"
        and due.group(2) in ("due", "payable", "expected", "planned", "scheduled", "needed")
    ):
        noun, said = due.groups()
        yield from (noun, f"{noun} is {said}", f"{noun} was {said}", f"{noun} {said}", f"{said} date")
    long = re.match(r"how long (?:the |an? )?([a-z]+) ([a-z ]+?)(?:, in [a-z]+)?$", description(column).whole)
    if long and column.kind == "number":
        noun, did = long.groups()
        yield from (f"{noun} {did} for", f"{noun} {did}", f"{did} for", did)
    how = re.match(r"how the (\w+) (\w+)$", text)
    if how and column.kind == "category":
        yield from (f"{how.group(1)} {how.group(2)}", how.group(2))
    yield from _whether(column)
    many = re.search(r"how many (\w+) (?:are|were|is|was|have been) (\w+)", description(column).whole)
    if many and column.kind == "number":
        noun, done = many.groups()
        yield from (
            noun,
            f"{noun} {done}",
            f"{done} {noun}",
            f"{noun.removesuffix('s')} is {done}",
            f"{noun} are {done}",
            done,
        )
    day = re.match(r"(?:day|date) (?:on which|when) (?:the |it )?(\w+) (?:was|were) (\w+)", text)
    if day and column.kind == "date":
        noun, done = day.groups()
        yield from (noun, f"day of the {noun}", f"date of the {noun}", f"{noun} was {done}", *verb_forms(noun)[2:3])
        if done in DONE:
            yield from (form for word in DONE for form in (word, f"was {word}", f"{noun} was {word}"))
    often = re.search(
        r"how (?:often|many times) (?:the |a )?\w+ (?:was|were|is|has been) (.+)$", description(column).whole
    )
    if often and column.kind == "number":
        often_done = re.sub(
            r" (?:before|already|so far|earlier)$", "", often.group(1)
        )  # "lent before 2020" counts nothing
        done = often_done.split()[0]
        if done != often_done and is_participle(done):
            yield from (f"was {done}", f"were {done}", f"has been {done}", done)
        yield from (f"was {often_done}", f"is {often_done}", often_done)
    sure = re.match(r"how (?:sure|confident|certain) (?:the |an? )?(.+?) (?:was|is|were)\b", text)
    if sure and column.kind == "score":
        yield from (sure.group(1), f"{sure.group(1)} score", f"{sure.group(1)} confidence")
    given = re.search(
        r"(?:label|score|confidence|verdict|output|prediction) (?:given by|of|by|from) (?:the |an? )?(.+)$", text
    )
    if given and column.kind in ("category", "score"):
        owner = ARTICLE.sub("", given.group(1))
        yield owner
        yield f"{owner} score" if column.kind == "score" else f"{owner} label"
    by = re.search(
        r"(?:suggested|predicted|given|assigned|output|returned|proposed|chosen|computed|produced|predicts|predicted) "
        r"(?:by|from) (?:the |an? )?(.+)$",
        text,
    )
    if by and not given and column.kind in ("category", "score"):
        yield by.group(1)
        yield f"{by.group(1)} score" if column.kind == "score" else f"{by.group(1)} label"
    what = re.match(
        r"(?:the )?(?:label|class|category|thing)?\s*(?:that |which )?what (?:the )?(.+?) (?:predicted|says|said|suggests|suggested)",
        text,
    )
    if what and column.kind == "category":
        yield what.group(1)
    judged = re.match(r"what (?:the |an? )?([a-z]+(?: [a-z]+)?) ([a-z]+)$", text)
    if judged and column.kind == "category" and any(known.base in _JUDGING for known in verbs_of(judged.group(2))):
        who, did = judged.groups()
        yield who
        for noun, whose in ((noun, whose) for noun in doings(did) for whose in {who, who.split()[-1]}):
            yield from (f"{whose} {noun}", f"{whose}'s {noun}", f"{noun} of the {whose}")
        yield who.split()[-1]
    whole = re.match(r"(?:the |an? )?(?:marked|detected) ([a-z]+ of [a-z]+)$", text)
    if whole and column.kind in ("span", "box"):
        yield whole.group(1)  # "body of water"
    marked = re.match(r"(?:the )?(?:marked|detected) (\w+)(?: (\w+))?", text)
    if marked and column.kind in ("span", "box"):
        second = None if marked.group(2) in PREPOSITIONS else marked.group(2)
        yield from (" ".join(filter(None, words)) for words in ((marked.group(1), second), (marked.group(1),)))


MADE = frozenset(
    [
        "published",
        "written",
        "posted",
        "created",
        "issued",
        "filed",
        "received",
        "taken",
        "sent",
        "recorded",
        "made",
        "signed",
    ]
    + ["opened", "submitted", "delivered", "placed", "dated"]
)
"""What is done to a thing on the day that it dates from."""
_GETTING = "got|gets|received|receives|requested|requests|made|makes|filed|files|paid|used|uses|needs|needed|wants|includes|holds|held"
"""What makes that which is got, asked for or used a name of the flag: "whether the guest got a refund"."""
HAD = frozenset(
    ["have", "get", "take", "buy", "give", "lend", "hold", "make", "add", "include", "order", "book", "choose", "request", "receive"]
    + ["use", "keep", "leave", "provide", "raise", "bring", "pay", "sign", "supply", "attach", "enclose", "carry", "wear", "grant"]
    + ["obtain", "file", "accept", "purchase", "need", "want", "bear", "enjoy", "offer", "send", "issue", "show", "install", "fit"]
    + ["see", "find", "detect", "report", "record", "note", "observe", "use", "apply", "perform", "do", "conduct", "place", "put"]
    + ["write", "draw", "mention", "prescribe", "administer", "plan", "schedule", "arrange", "build", "mount", "set", "state", "post"]
    + ["involve", "require", "create", "measure", "notice", "receive", "spot", "diagnose", "agree", "plant", "load", "name", "start"]
)  # fmt: skip
"""Verbs after which there is what was done: who bought a trap has one, who refused a payment got none."""
ENDING = ("expire", "lapse", "run out", "end")
STARTING = ("start", "begin", "commence")
"""Verbs of which one says what the others do, of a date on which something begins or is over."""


_MODAL = re.compile(
    r"\b(?:date|day) (?:on which |when |that |by which )?(?:the |an? )?([a-z]+) (?:is to|are to|should|will|must|has to|have to) ([a-z]+)\b"
)


def _planned(column: Column, text: str) -> Iterator[str]:
    """ "works begin", "is to arrive" of the day on which something should happen."""
    found = _MODAL.search(text) if column.kind == "date" else None
    if not found or found.group(2) in ("be", "have"):
        return
    noun, base = found.groups()
    musts = (f"{must} {base}" for must in ("is to", "are to", "should", "will", "must"))
    for form in dict.fromkeys((*verb_forms(base), *musts)):
        yield from (f"{noun} {form}", form)


def _happening(column: Column, text: str) -> Iterator[str]:
    """ "date on which the safety certificate expires": "certificate expires", "certificate ran out", "certificate valid"."""
    found = re.search(
        r"\b(?:date|day|year) (?:on which |when |that )?(?:the|an?) (?:([a-z]+) )??([a-z]+) ([a-z]+)s$", text
    )
    if column.kind != "date" or not found or found.group(3) == "u":  # "the parcel reached us": no verb
        return
    first, noun, verb = found.groups()
    bases = next((verbs for verbs in (ENDING, STARTING) if verb in verbs), (verb,))
    for base in bases:
        head, _, rest = base.partition(" ")
        for form in verb_forms(head):
            said = f"{form} {rest}".strip()
            yield from (
                f"{noun} {said}",
                *((f"{first} {noun} {said}",) if first else ()),
                *((said,) if rest or base == verb else ()),
            )
    if bases == ENDING:
        yield from (f"{noun} valid", f"{noun} is valid", f"{noun} remains valid", f"{noun} was valid")


def _left(done: str) -> bool:
    """Whether there is a thing with which that was done, and none where it was not: of a complaint that was closed both are open."""
    verbs = [known for known in verbs_of(done.split()[0]) if done.split()[0] in known.participles]
    return not verbs or any(known.base in HAD for known in verbs)


def _passive(told: str) -> Iterator[str]:
    """ "the employer offers visa sponsorship": "visa sponsorship is offered"."""
    active = re.match(r"(?:the |an? )?[a-z]+ ([a-z]+)s (?:the |an? )?([a-z]+(?: [a-z]+)?)$", told)
    if active and active.group(1) not in ("i", "wa", "ha", "doe"):
        does, what = active.groups()
        done = verb(does).participles[0]
        yield from (f"{what} is {done}", f"{what} was {done}", f"{what} {done}", f"{what} has been {done}")


def _standing_for(column: Column) -> Iterator[str]:
    """What a description says that a thing is: "line the call came in on", "name of the company, the firm that recalls it"."""
    told = re.split(r"[;:]", description(column).whole)[0].strip()
    which = re.match(
        r"(?:the )?([a-z]+) (?:the|an?) [a-z]+ (?:[a-z]+ ){1,4}(?:in|on|at|by|from|through|under|to|for)$", told
    )
    if which and column.kind == "category":
        yield which.group(1)
    other = re.search(r", (?:the|an?) ([a-z]+) (?:that|which|who) ([a-z]+?)(?:s|ed) ", f"{told} ")
    if other and column.kind in ("category", "text", "span"):
        yield from (other.group(1), f"{verb_forms(other.group(2))[-1]} {other.group(1)}")


def _whether(column: Column) -> Iterator[str]:
    """What a boolean says, from "whether the lexicon raised an alert": the clause, and what is said of the row."""
    said = re.match(r"(?:whether|if|true if|true when) (.+?)(?:[;,(.]|$)", description(column).whole)
    if column.kind != "boolean" or not said:
        return
    told = re.sub(r"\s+(afterwards|later|already|so far|yet|at all)$", "", said.group(1))
    if told != said.group(1):
        yield from _whether(replace(column, description=f"whether {told}"))
    words = said.group(1).split()
    rest = [w for w in words if w not in ("the", "a", "an", "it", "this")]
    if len(words) > len(rest) and words[0] in ("it", "this"):
        yield from _verbal(" ".join(words[1:]))
        if words[1] in ("is", "was", "has") and len(words) > 2:
            yield " ".join(w for w in words[2:] if w not in ("a", "an", "been"))
    if words[0] not in ("it", "this"):
        yield re.sub(r"^(the|a|an) ", "", said.group(1))
    match = re.match(
        r"(?:the |a |an )?(\w+) (has|have|is|are|was|were) (?:been )?(?:an? |the |fully )?(.+)$", said.group(1)
    )
    if (
        match
        and re.match(r"an? |[a-z]+s (?:are|were) ", said.group(1))
        and match.group(2) in ("was", "were", "is", "are")
        and _left(match.group(3))
    ):
        yield match.group(1)  # "whether a reminder was sent": a reminder
    if match:
        who, verb, what = match.groups()
        if verb in ("has", "have"):
            yield what
        else:
            yield from (what, f"{who} is {what}", f"{who} was {what}", f"{who} has been {what}", f"been {what}")
        yield f"{who} {what}"
    had = re.match(rf"(?:the |an? )?[a-z]+ (?:{_GETTING}) (?:an? |the )?([a-z]+(?: [a-z]+)?)$", said.group(1))
    if had:
        yield had.group(1)
    if not match and len(words) > 2 and words[0] not in ("it", "this"):
        clause = re.sub(r"^(the|a|an) ", "", said.group(1))
        yield clause
        who, _, verb = clause.partition(" ")
        for form in _verbal(verb):
            yield f"{who} {form}"
            if len(form.split()) > 2:
                yield form
    active = re.match(r"(?:the|an?) (\w+) (\w+ed) (?:the |an? |it$)?(\w*)$", told)
    if active:
        who, done, what = active.groups()
        for subject in filter(None, (what, "")):
            yield from (f"{subject} was {done}", f"{subject} was {done} by {who}", f"{subject} was {done} by a {who}")
            yield from (f"{subject} is {done}", f"{subject} {done}")
        yield from (f"{who} {done} it", f"{who} has {done} it", f"{who} {done}", f"{who} has {done}", done)
        yield from (f"was {done} by {who}", f"was {done} by a {who}", f"{done} by {who}", f"{done} by a {who}")
    yield from _passive(told)
    inner = re.search(r"\((?:was |is |has been )?([^)]+)\)", description(column).whole)
    if inner:
        yield inner.group(1)


_JUDGING = frozenset(
    ["decide", "choose", "conclude", "recommend", "rule", "judge", "find", "diagnose", "assign", "propose", "vote", "guess", "advise"]
    + ["determine", "select", "think", "assess", "classify", "rate", "grade", "predict", "suggest", "verify", "pick", "order"]
)  # fmt: skip
"""Verbs of giving a verdict: whoever does so stands for it."""
DONE = ("performed", "done", "taken", "carried out", "made", "conducted", "acquired")


def _verbal(phrase: str) -> Iterator[str]:
    """ "went outside the bank" in the other forms of its verb: "go outside the bank"."""
    first, _, rest = phrase.partition(" ")
    for form in dict.fromkeys(form for known in verbs_of(first) for form in known.forms) or (first,):
        yield f"{form} {rest}".strip()
