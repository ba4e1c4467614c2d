"""Words without quotes as the words to look for: "mentions late payment"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.values import Bare
from sayso.parser.english import figures
from sayso.parser.english.tokens import Token
from sayso.parser.names.word_lists import BOOKS

BARE_COST = 1.0
BARE_EXTRA = 0.35
BARE_KNOWN = 0.3
LONGEST_BARE = 5
_WORD = re.compile(r"[^\W_][\w.@&/'+-]*|[$%#]\S*|\w+", re.UNICODE)


NEVER = frozenset(
    [
        "i",
        "we",
        "you",
        "me",
        "us",
        "he",
        "she",
        "him",
        "they",
        "them",
        "my",
        "our",
        "your",
        "feels",
        "feel",
        "seems",
        "seem",
    ]
    + [
        "looks",
        "sounds",
        "sound",
        "badly",
        "later",
        "earlier",
        "thereafter",
        "afterwards",
        "beforehand",
        "i.e.",
        "i.e",
        "e.g.",
        "e.g",
        "ie",
        "eg",
        "etc",
        "etc.",
        "weird",
        "fishy",
        "strangely",
        "oddly",
        "fed",
        "someone",
        "somebody",
        "everyone",
        "everybody",
        "first",
        "bit",
        "slightly",
        "somewhat",
        "rather",
        "kinda",
    ]
)
"""Words that are never taken as literals unless they are quoted: pronouns, and how something strikes somebody."""
UNCOUNTED = frozenset(["few", "several", "many", "much", "lots", "plenty", "numerous", "enough"])
"""How many, without a number: "a few capitals" is never the words 'few capitals'."""
AND_SO_ON = frozenset(["like", "likes", "similar", "suchlike", "whatever", "something", "somesuch", "other", "others"])
"""What a row is left open with: "film, tape or the like" is never the word 'like'."""
WORDS = frozenset(["word", "words", "term", "terms", "phrase", "phrases", "keyword", "string", "expression"])

POLITE = frozenset(["thanks", "please", "kindly", "honestly", "basically", "clearly", "obviously", "hmm"])
"""Words that a sentence may drop, and that are worth looking for: "mentions please or thanks"."""
HAVING = frozenset(["has", "have", "had", "having", "with", "owns", "got"])
OUT_OF = frozenset(["in", "from", "of", "on"])
WHEN = frozenset(["before", "after", "since", "until", "till", "from", "in"])
_YEAR = re.compile(r"(19|20)\d\d")


def bare(
    tokens: list[Token],
    node: int,
    known: list[bool],
    structural: list[bool],
    named: dict[int, set[int]],
    filler: list[list[int]],
    dated: dict[int, int],
    own: frozenset[int],
    marked: bool,
    spoken: bool = False,
    rows: frozenset[int] = frozenset(),
) -> Iterator[tuple[int, Bare, float]]:
    """Unquoted words as literals, each with its end and cost: dearer the longer they are, and where a word has another meaning.

    `spoken`: a named text mentions them; "the note talks of rooms" is about the word, though a column counts rooms.
    `rows`: where a word stands that is said in a row of such, or alone, and can be nothing else."""
    called = node > 0 and (tokens[node - 1].key in WORDS or _listed_words(tokens, node))
    cost = BARE_COST
    for end in range(node + 1, min(len(tokens), node + LONGEST_BARE) + 1):
        token = tokens[end - 1]
        if token.quoted or not (_WORD.fullmatch(token.text) or token.text in ("-", "n't", "'s")):
            break
        spoken_of = called and end == node + 1 and not (node > 1 and figures.read(tokens, node - 2))
        if (
            structural[end - 1]
            and not spoken_of
            and not _shouted(tokens, end - 1)
            and not _in_name(tokens, node, end - 1)
        ):
            break
        if end - 1 > node and end - 1 in own:
            break  # "a lesion_mm value", "critical priority" speak of the column
        if "_" in token.text and not called:
            break  # "our emoji_words" is the name of something that is not there
        if end == node + 1 and node and tokens[node - 1].key in WHEN and _YEAR.fullmatch(token.key):
            break  # "the prior exam was before 2020" is no order of words
        if (token.key in NEVER and not (end - 1 > node and _object(tokens, end - 1))) or (
            marked and end - 1 > node and token.key.isdigit()
        ):
            break
        if end - 1 > node and token.key in WORDS and not called:
            break  # "a patient phrase" is a list that is missing, not two words
        if end - 1 > node and token.key in BOOKS and (not called or tokens[node].key in OUT_OF):
            break  # nor is "a word in the treat dictionary"; "the phrase mailing list" is
        if end - 1 > node and tokens[node].key in OUT_OF and node and tokens[node - 1].key in WORDS:
            break  # "no word from pathogens" is about a list, not about the words "from pathogens"
        if end - 1 > node and node and tokens[node - 1].key in HAVING and figures.read(tokens, node):
            break  # "has two cars" counts cars
        if token.key in UNCOUNTED and end - 1 == node and not called:
            break
        if token.key == "again" and end - 1 == node and not called and node not in rows:
            break  # "is named again in the title" looks for no word
        if token.key in AND_SO_ON and not called and (node == end - 1 or filler[node]) and _ends_row(tokens, end - 1):
            break
        if end - 1 in dated and node not in dated or dated.get(node, end) > end:
            break  # never half of a date
        if filler[node] or (end > node + 1 and end in filler[end - 1]):
            cost += BARE_EXTRA
            if filler[node] and token.key not in POLITE and not called and node not in rows:
                break  # "the caption" is the caption
            if not filler[node]:
                continue
        cost += (BARE_EXTRA if end > node + 1 else 0.0) + (BARE_KNOWN if known[end - 1] else 0.0)
        if end < len(tokens) and _object(tokens, end):
            continue  # "thanks or thank you, ...": not "thank" alone
        start, stop = tokens[node].start, token.end
        text = _between(tokens, node, end)
        if end in named.get(node, ()) and not called and not spoken:
            continue  # a column's name is never a literal, unless "the word" or what a text says stands before it
        yield end, Bare(text, stop - start), cost


def _object(tokens: list[Token], at: int) -> bool:
    """Whether a pronoun ends a row, a clause or the sentence: it belongs to the words before it, as in "thank you"."""
    after = tokens[at + 1].key if at + 1 < len(tokens) else "."
    return tokens[at].key in ("you", "me", "us", "them") and (not after.isalpha() or after in ("or", "and", "in", "is"))


def _ends_row(tokens: list[Token], at: int) -> bool:
    """Whether "or", with an article perhaps, stands before a word."""
    before = [token.key for token in tokens[max(0, at - 2) : at]]
    return before[-1:] in (["or"], ["and"]) or before in (["or", "the"], ["and", "the"])


def _listed_words(tokens: list[Token], node: int) -> bool:
    """Whether a word goes on a list of such that are called words: "the words fell or fall"."""
    joined = tokens[node - 1].key in ("or", "and", "nor")
    return joined and node > 2 and tokens[node - 3].key in WORDS and tokens[node - 3].key.endswith("s")


def _shouted(tokens: list[Token], at: int) -> bool:
    """Whether a word stands in capitals in a sentence that does not: "WHEREAS" is no conjunction."""
    text = tokens[at].text
    return len(text) > 2 and text.isupper() and any(t.text.islower() for t in tokens if not t.quoted)


def _in_name(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a small word stands inside a name: the "of" of "Bank of America"."""
    small = tokens[at].key in ("of", "and", "&", "the", "for") and start < at < len(tokens) - 1
    return small and all(tokens[i].text[:1].isupper() for i in (start, at - 1, at + 1)) and start > 0


def _between(tokens: list[Token], node: int, end: int) -> str:
    """The words as they stand in the sentence, gaps of white space made single."""
    words = tokens[node].text
    for before, token in zip(tokens[node : end - 1], tokens[node + 1 : end], strict=True):
        words += token.text if before.end == token.start else f" {token.text}"
    return words
