"""Writes what Hugging Face tokenizers 0.23.2 makes of hard texts, kind by kind: python make-golden-kinds.py

golden/kinds.json has normalised texts, pieces of pre-tokenizers with U+241E between them, and ids of small tokenizers
that differ in their added tokens or models; U+241D stands between texts. npx biome format --write golden/kinds.json"""

import json
import os
import random

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers as pre, trainers

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
spaces = [chr(c) for c in (0x09, 0x0B, 0x1C, 0x85, 0xA0, 0x180E, 0x200B, 0x2028, 0xFEFF)]
texts = [
    "", " ", "  ", " a", "a ", "\n", "\r\n\r\n", "Ann <mask> Ode", "Ann<mask>Ode", "Ann  <mask>  Ode", "<mask>",
    " <mask> ", "\n <mask>b <mask>\nS", "x<unk>y", "<s>hi</s>", "<|end|><|endof|><|endoftext", "a<|endoftext|>",
    "IT\u017f fine, it\u017f", "IT'S WE'LL I'M", "K\u212a", "12345678901", "\u0663\u0664\u0665 \u2463", "\u00bd\u2153 x2",
    "e\u0301 \u00e9 n\u0303", "\ufb01\ufb02", "\u0130STANBUL \u0131", "\u03a3\u0391\u03a3 \u039f\u0394\u039f\u03a3",
    "stra\u00dfe STRASSE \u1e9e", "\U0001f600\U0001f468\u200d\U0001f469", "\U0001d518\U0001d52b", "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab", "a\u0000b\u0001c\u007fd\ufffd", "\u4e2d\u6587\uff0c\U00020001x\U0002b820\U0002b930",
    "<0x41> <0x0A>", "\u2581a \u2581\u2581b", "\u0120a \u010a", "1" * 12, " " * 5 + "x", "?!?!...\u2014\u2013-_",
    "\uff21\uff22\uff11\uff12", "\u0627\u0644\u0633\u064e\u0644\u0627\u0645", "\u1e98 \u0149 \u01c5", "don't stop. $1 $& x++",
]
texts += [f"a{w}b{w}{w}c!{w}! 1{w} 2" for w in spaces] + [f"{w}a{w}" for w in spaces]
draw = random.Random(5)
letters = list("ab'sSt1 \n\t.\u00e9\u65e5") + ["<mask>", "'ll", "\u0085", "\ufeff", "\u00a0", "\u2581", "\u00df", "\u200d", "\U0001f600"]
texts += ["".join(draw.choice(letters) for _ in range(draw.randint(1, 14))) for _ in range(30)]

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CL100K = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
)
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def split(pattern, behavior, invert=False):
    return pre.Split(pattern, behavior, invert)


behaviors = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
all_normalizers = [
    normalizers.NFC(), normalizers.NFD(), normalizers.NFKC(), normalizers.NFKD(), normalizers.Lowercase(),
    normalizers.StripAccents(), normalizers.Strip(), normalizers.Strip(left=False), normalizers.Strip(right=False),
    normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581"), normalizers.Replace("a", "$&$1"),
    normalizers.Replace(Regex(r"\s+"), " "), normalizers.Replace(Regex(" {2,}"), "\u2581"), normalizers.Replace(".", ""),
    normalizers.BertNormalizer(), normalizers.BertNormalizer(lowercase=False),
    normalizers.BertNormalizer(strip_accents=False), normalizers.BertNormalizer(lowercase=False, strip_accents=True),
    normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=False),
    normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]),
]
all_pre_tokenizers = [
    pre.ByteLevel(add_prefix_space=False), pre.ByteLevel(add_prefix_space=True),
    pre.ByteLevel(add_prefix_space=True, use_regex=False), pre.Whitespace(), pre.WhitespaceSplit(), pre.BertPreTokenizer(),
    pre.CharDelimiterSplit("a"), pre.Digits(individual_digits=True), pre.Digits(individual_digits=False), pre.Metaspace(),
    pre.Metaspace(prepend_scheme="first"), pre.Metaspace(prepend_scheme="never", split=False), pre.Metaspace(replacement="_"),
    pre.Sequence([pre.Whitespace(), pre.Digits(individual_digits=True)]),
    pre.Sequence([pre.WhitespaceSplit(), pre.Metaspace(prepend_scheme="first")]),
    pre.Sequence([pre.Digits(individual_digits=True), pre.ByteLevel(add_prefix_space=False)]),
    split(Regex(LLAMA3), "isolated"), split(Regex(CL100K), "isolated"), split(Regex(O200K), "isolated"),
    split(Regex(LLAMA3), "removed", True), split(Regex(r"(?=\d)|(?<=a)"), "isolated"), split(Regex("^a|b$"), "isolated"),
    split(Regex(r"[[:punct:]]|\h"), "merged_with_previous"),
]
all_pre_tokenizers += [pre.Punctuation(behavior) for behavior in behaviors]
all_pre_tokenizers += [
    split(pattern, behavior, invert)
    for pattern in (" ", Regex(r"\s|a+"))
    for behavior in behaviors
    for invert in (False, True)
]

corpus = [
    "The ship was built in 1832 by Ann Ode, who lived at 12 Mill Road.", "It's what they'd said: don't go!",
    "Le caf\u00e9 \u00e9tait ferm\u00e9. a b S t'll", "<0x41>",
] * 3


def trained(model, trainer, added, **parts):
    tokenizer = Tokenizer(model)
    for part, value in parts.items():
        setattr(tokenizer, part, value)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.add_tokens([token for token in added if not token.special])
    tokenizer.add_special_tokens([token for token in added if token.special])
    return tokenizer


def bpe(added, **parts):
    trainer = trainers.BpeTrainer(vocab_size=330, initial_alphabet=pre.ByteLevel.alphabet(), show_progress=False)
    parts = {"pre_tokenizer": pre.ByteLevel(add_prefix_space=False), **parts}
    return trained(models.BPE(), trainer, added, **parts)


def mask(**flags):
    return AddedToken("<mask>", **{"special": True, "normalized": False, **flags})


def edited(tokenizer, **model):
    state = json.loads(tokenizer.to_str())
    state["model"].update(model)
    return Tokenizer.from_str(json.dumps(state))


byte_tokens = [f"<0x{byte:02X}>" for byte in range(256)]
unigram = trainers.UnigramTrainer(
    vocab_size=330, special_tokens=["<unk>"] + byte_tokens, unk_token="<unk>", show_progress=False)
words = trainers.WordLevelTrainer(special_tokens=["[UNK]"], show_progress=False)
pieces = trainers.WordPieceTrainer(vocab_size=120, special_tokens=["[UNK]"], show_progress=False)
characters = trainers.BpeTrainer(vocab_size=340, special_tokens=["<unk>"] + byte_tokens, show_progress=False)
all_tokenizers = {
    "lstrip": bpe([mask(lstrip=True), AddedToken("a", rstrip=True, special=True)]),
    "rstrip": bpe([mask(rstrip=True)]),
    "single_word": bpe([mask(single_word=True), AddedToken("s", single_word=True, special=True)]),
    "normalized": bpe([mask(normalized=True), AddedToken("IT", normalized=True), AddedToken("a", normalized=False)],
                      normalizer=normalizers.Lowercase()),
    "normalized, nothing to normalise": bpe([AddedToken("ab", normalized=True), AddedToken("b", normalized=False)]),
    "overlapping": bpe([AddedToken(text, special=True) for text in ("<|end|>", "<|endof|>", "<|endoftext", "a<")]),
    "first section alone gets a prefix": trained(
        models.BPE(unk_token="<unk>", byte_fallback=True), characters, [mask()],
        pre_tokenizer=pre.Metaspace(prepend_scheme="first", split=False)),
    "unigram of bytes": edited(
        trained(models.Unigram(), unigram, [mask()], pre_tokenizer=pre.Metaspace()), byte_fallback=True),
    "unigram": trained(models.Unigram(), unigram, [mask()], pre_tokenizer=pre.Metaspace(split=False)),
    "words": trained(models.WordLevel(unk_token="[UNK]"), words, [mask(single_word=True)], pre_tokenizer=pre.Whitespace()),
    "word pieces": trained(
        models.WordPiece(unk_token="[UNK]"), pieces, [mask()],
        normalizer=normalizers.BertNormalizer(), pre_tokenizer=pre.BertPreTokenizer()),
    "suffixes": trained(
        models.BPE(unk_token="<unk>", end_of_word_suffix="</w>", fuse_unk=True),
        trainers.BpeTrainer(vocab_size=120, end_of_word_suffix="</w>", special_tokens=["<unk>"], show_progress=False),
        [mask()], pre_tokenizer=pre.Whitespace()),
}


def lines(results):
    return "\u241d".join(results)


def state_of(component):
    return json.loads(component.__getstate__())


result = {
    "texts": texts,
    "normalizers": [
        {"part": state_of(part), "expected": lines(part.normalize_str(text) for text in texts)} for part in all_normalizers
    ],
    "preTokenizers": [
        {"part": state_of(part), "expected": lines("\u241e".join(piece for piece, _ in part.pre_tokenize_str(text)) for text in texts)}
        for part in all_pre_tokenizers
    ],
    "tokenizers": [
        {
            "name": name,
            "tokenizer": tokenizer.to_str(),
            "expected": lines(" ".join(map(str, tokenizer.encode(text, add_special_tokens=False).ids)) for text in texts),
        }
        for name, tokenizer in all_tokenizers.items()
    ],
}
with open(os.path.join(here, "kinds.json"), "w", encoding="utf-8") as file:
    json.dump(result, file, ensure_ascii=False, separators=(",", ":"))
    file.write("\n")
