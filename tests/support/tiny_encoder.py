"""A transformers folder with a BERT of a few thousand random weights, made on the spot."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def make(folder: Path, texts: Iterable[str], dropout: float = 0.0) -> Path:
    """Write the network, and a tokenizer of these texts' words."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted({w for text in texts for w in text.split()})]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        hidden_dropout_prob=dropout,
        max_position_embeddings=16,
    )
    BertModel(config).save_pretrained(folder)
    return folder
