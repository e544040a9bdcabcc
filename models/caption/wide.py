"""What single pieces and pairs of pieces say by themselves, beside the encoder.

A linear model over the pieces of a caption and the pairs of neighbours, each in a bucket of a hashed table, weighted by
its rarity and put to unit length: term frequency times inverse document frequency and logistic regression, which trusts
more what comes with one label only, as naive Bayes has it (Wang and Manning 2012, "Baselines and Bigrams"). It knows
what the encoder is slow to memorise, words and phrases, and is blind to all else; their sum ranks the captions of
unread writers better than either ("wide and deep": Cheng et al. 2016, arXiv 1606.07792). It needs nothing but token
ids, so it is a part of the graph.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from torch import Tensor, nn

BUCKETS = 1_789_999
"""A prime, about four times the pieces and pairs that two captions or more share: in a table a third as large, most
pairs that no caption had would meet the bucket of another."""
_SINGLE, _FIRST, _SECOND = 40_503, 2_654_435, 9_176_201
_LEAST = 2
"""In how many captions a bucket must come to count."""
Ids = npt.NDArray[np.int64]


class Wide(nn.Module):
    """The tables, float16 [buckets]: `rarity` of a bucket, and `weight`, its rarity times its coefficient."""

    rarity: Tensor
    weight: Tensor
    bias: Tensor

    def __init__(self) -> None:
        super().__init__()
        for name in ("rarity", "weight"):
            self.register_buffer(name, torch.zeros(BUCKETS, dtype=torch.float16))
        self.register_buffer("bias", torch.zeros(1))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """What is added to the logits, float32 [batch, 1]; 0 before anything was fitted."""
        single = torch.remainder(input_ids * _SINGLE, BUCKETS)
        pair = torch.remainder(input_ids[:, :-1] * _FIRST + input_ids[:, 1:] * _SECOND, BUCKETS)
        buckets = torch.cat([single, pair], dim=1)
        there = torch.cat([attention_mask, attention_mask[:, 1:]], dim=1).float()
        rarity, weight = (self._looked_up(table, buckets) for table in (self.rarity, self.weight))
        length = (there * rarity**2).sum(1, keepdim=True).clamp(min=1e-6).sqrt()
        return (there * weight).sum(1, keepdim=True) / length + self.bias

    @staticmethod
    def _looked_up(table: Tensor, buckets: Tensor) -> Tensor:
        # Not table[buckets]: that becomes a GatherND, which graphics cards have for few types of numbers.
        return table.index_select(0, buckets.flatten()).float().reshape(buckets.shape)

    def clear(self) -> None:
        """Make it add nothing."""
        for table in (self.rarity, self.weight, self.bias):
            table.zero_()


def buckets_of(ids: Ids) -> Ids:
    """The buckets of one caption's token ids, int64 [2 n - 1]: those of its pieces, then those of its pairs."""
    return np.concatenate([ids * _SINGLE % BUCKETS, (ids[:-1] * _FIRST + ids[1:] * _SECOND) % BUCKETS])


def fit(
    wide: Wide,
    captions: Sequence[Ids],
    positive: npt.NDArray[np.bool_],
    *,
    share: float,
    strength: float,
    contrast: float = 0.0,
) -> None:
    """Fit the tables to captions, as token ids, of which some are `positive`.

    `strength` is the inverse of the regularisation (C of scikit-learn), `share` the factor of what is added, and
    `contrast`, in [0, 1], how far a bucket's input grows with the log ratio of its shares among positives and
    negatives. A bucket that every caption has, as those of a prefix, says nothing, nor does one that one caption has.
    """
    found = [buckets_of(ids) for ids in captions]
    rows = np.repeat(np.arange(len(found)), [len(buckets) for buckets in found])
    counts = csr_matrix((np.ones(len(rows)), (rows, np.concatenate(found))), shape=(len(found), BUCKETS))
    counts.sum_duplicates()
    seen = counts.getnnz(axis=0)
    rarity = np.log((1 + len(found)) / (1 + seen)) + 1
    rarity[(seen < _LEAST) | (seen == len(found))] = 0
    # As the graph computes it: each occurrence counts by itself, in the sum and in the length.
    length = np.sqrt(np.maximum(counts @ rarity**2, 1e-6))
    used = np.flatnonzero(rarity)
    counts = counts[:, used]
    scale = rarity[used] * ((1 - contrast) + contrast * _ratio(counts, positive))
    inputs = csr_matrix(counts.multiply(scale).multiply(1 / length[:, None]))
    fitted = LogisticRegression(C=strength, max_iter=200).fit(inputs, positive)
    weight = np.zeros(BUCKETS)
    weight[used] = share * fitted.coef_[0] * scale
    wide.rarity.copy_(torch.from_numpy(rarity))
    wide.weight.copy_(torch.from_numpy(weight))
    wide.bias.fill_(share * float(fitted.intercept_[0]))


def _ratio(counts: csr_matrix, positive: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How far each bucket's shares among positive and negative captions are apart: |log ratio|, 1 on average, or all 1
    where no bucket tells them apart."""
    with_it = (np.bincount(counts[rows].indices, minlength=counts.shape[1]) + 1.0 for rows in (positive, ~positive))
    shares = [found / found.sum() for found in with_it]
    ratio = np.abs(np.log(shares[0] / shares[1]))
    return np.asarray(ratio / ratio.mean()) if ratio.any() else np.ones_like(ratio)
