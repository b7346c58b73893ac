"""Writes small tokenizers of several kinds and what Hugging Face tokenizers 0.23.2 makes of some texts:
python make-golden-tokenizers.py"""

import json
import os

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden")
corpus = [
    "the cat sat on the mat. the cats sat on the mats, then the cat's mother came.\n\nAnd then: 12 mats, 112 cats!",
    "It's what they'd said: we'll see 2024 cats, I'm sure you've seen 1234567 of them. THE CAT'S MATS, DON'T THEY?",
    "def f(x):\n    if x:\n        return [x, x + 1]\n\treturn None  # the end\r\n\r\n",
    "aaaa aaa aa aaaaa na\u00efve na\u00efve caf\u00e9 \u65e5\u672c \u65e5\u672c\u8a9e \u041f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440 \U0001f600 \U0001f600\U0001f600",
]
texts = corpus + [
    "",
    " ",
    "the",
    "  two spaces,   three spaces,    four \t\t tabs \n\n\n lines \r\n end  ",
    "cats<|endoftext|>the<|endoftext|><|endoftext|> mats <|end|>",
    "IT'S THEY'D WE'LL i'M don'T  'sup ''s '\u017f",
    "1 12 123 1234 12345 3.14159 1,000,000 \u0661\u0662\u0663 \u00bd",
    "cafe\u0301 caf\u00e9 \u212b \ufb01ne \u1e9b\u0323 \u3000wide\u00a0space\u2003em\u2028line",
    "emoji \U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1e9\U0001f1ea \u2764\ufe0f \U0001d4d0",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u3002\uc548\ub155\ud558\uc138\uc694 \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \u0928\u092e\u0938\u094d\u0924\u0947",
    "$100 + 5% = ~a_b-c/d\\e | {x} [y] <z> @me #tag & co. ... !!! ??? -- ***\n***\n",
    "a" * 70 + " " + "the cat" * 12 + "!" * 40,
    "under_score camelCase HTTPServer v1.2.3 x\ny\n\nz\n\n\n",
]
# JavaScript's \\s and Unicode's white space differ in these two; the library follows JavaScript.
white_space = ["a\u0085b \u0085 c\u0085\u0085", "a\ufeffb \ufeff c"]

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def write(name, tokenizer, cases):
    encoded = [(text, tokenizer.encode(text, add_special_tokens=False).ids) for text in cases]
    golden = {
        "vocabSize": max(tokenizer.get_vocab(with_added_tokens=True).values()) + 1,
        "cases": [
            {"text": text, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=False)}
            for text, ids in encoded
        ],
        "tokenizer": json.loads(tokenizer.to_str()),
    }
    with open(os.path.join(here, name + ".json"), "w", encoding="utf-8") as file:
        json.dump(golden, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")


def byte_level(split=None, vocab_size=420):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.decoder = decoders.ByteLevel()
    if split is None:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(Regex(split), behavior="isolated", invert=False),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        min_frequency=2,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=[],
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus, trainer)
    return tokenizer


# GPT-2: the end-of-text token after all others.
gpt2 = byte_level()
gpt2.post_processor = processors.ByteLevel(trim_offsets=False)
gpt2.add_special_tokens(["<|endoftext|>"])
write("gpt2-style", gpt2, texts + white_space)

# GPT-NeoX, Pythia, OLMo: the end-of-text token first, runs of spaces as added tokens, NFC.
neox = Tokenizer(models.BPE())
neox.normalizer = normalizers.NFC()
neox.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
neox.decoder = decoders.ByteLevel()
neox.train_from_iterator(
    corpus,
    trainers.BpeTrainer(
        vocab_size=420,
        min_frequency=2,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>", "<|padding|>"],
        show_progress=False,
    ),
)
neox.add_tokens([AddedToken(" " * n, normalized=True, special=False) for n in (4, 3, 2)])
neox.add_tokens([AddedToken("caf\u00e9", normalized=True), AddedToken("e\u0301 ", normalized=False)])
neox.post_processor = processors.TemplateProcessing(single="<|endoftext|> $A", special_tokens=[("<|endoftext|>", 0)])
write("neox-style", neox, texts + white_space)

# Llama 3: another split, whole words first, its own special tokens.
llama3 = byte_level(LLAMA3)
state = json.loads(llama3.to_str())
state["model"]["ignore_merges"] = True
# A word that no merge makes.
state["model"]["vocab"]["\u0120mother"] = len(state["model"]["vocab"])
llama3 = Tokenizer.from_str(json.dumps(state))
llama3.add_special_tokens(["<|begin_of_text|>", "<|end_of_text|>", "<|end|>"])
llama3.post_processor = processors.TemplateProcessing(
    single="<|begin_of_text|> $A",
    special_tokens=[("<|begin_of_text|>", llama3.token_to_id("<|begin_of_text|>"))],
)
write("llama3-style", llama3, texts + white_space + ["mother mother<|end_of_text|>"])

qwen2 = byte_level(QWEN2)
qwen2.normalizer = normalizers.NFC()
qwen2.add_special_tokens(["<|endoftext|>"])
write("qwen2-style", qwen2, texts + white_space)

# Kinds that the library reads.
words = Tokenizer(models.WordLevel(unk_token="[UNK]"))
words.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
words.pre_tokenizer = pre_tokenizers.Whitespace()
words.train_from_iterator(
    corpus, trainers.WordLevelTrainer(vocab_size=100, special_tokens=["[UNK]", "<|endoftext|>"], show_progress=False)
)
write("word-level", words, texts)

unigram = Tokenizer(models.Unigram())
unigram.normalizer = normalizers.NFKC()
unigram.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="first", split=True)
unigram.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="first", split=True)
unigram.train_from_iterator(
    corpus,
    trainers.UnigramTrainer(
        vocab_size=160, special_tokens=["<unk>", "<s>", "</s>"], unk_token="<unk>", show_progress=False
    ),
)
write("unigram", unigram, texts)

pieces = Tokenizer(models.WordPiece(unk_token="[UNK]"))
pieces.normalizer = normalizers.BertNormalizer()
pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
pieces.decoder = decoders.WordPiece()
pieces.train_from_iterator(
    corpus,
    trainers.WordPieceTrainer(
        vocab_size=200, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"], show_progress=False
    ),
)
write("word-piece", pieces, texts)

# Llama 2: BPE on characters, bytes for what has no token, spaces as \u2581.
llama2 = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
llama2.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
llama2.decoder = decoders.Sequence(
    [decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
)
llama2.train_from_iterator(
    [line for text in corpus for line in text.split(" ")],
    trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)],
        show_progress=False,
    ),
)
write("llama2-style", llama2, texts)
