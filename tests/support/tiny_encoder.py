"""An encoder that trains in a second: a BERT of a few thousand random weights."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def write(folder: Path, texts: Iterable[str]) -> Path:
    """Write a transformers folder with a tokenizer of the texts' words."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted({w for text in texts for w in text.split()})]
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        hidden_dropout_prob=0.0,
        max_position_embeddings=16,
    )
    BertModel(config).save_pretrained(folder)
    return folder
