"""Covariance and correlation, the same bits for any order of the rows."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ancho import _exact as exact
from ancho._layout import Floats
from ancho._moments import Centre, Moments, deviations

_BLOCK = 32_768
_SLICE_BITS = 18
_BITS = 3 * _SLICE_BITS

Integers = NDArray[Any]


@dataclass(frozen=True)
class Products:
    """Exact sums of products of columns' scaled deviations, each rounded to 54 bits behind the point.

    ``products`` is an array (k, k) of Python ints, n·Σvw - ΣvΣw, in units of 2**-108.
    """

    count: int
    centres: list[Centre]
    products: Integers

    @classmethod
    def of(cls, columns: list[Floats]) -> "Products":
        """Of columns of finite values, of shape (n,) each, at least one row."""
        count = len(columns[0])
        centres = [_centre(column) for column in columns]
        sums: Integers = np.zeros(len(columns), dtype=object)
        products: Integers = np.zeros((len(columns), len(columns)), dtype=object)
        for start in range(0, count, _BLOCK):
            rows = np.stack([column[start : start + _BLOCK] for column in columns])
            more_sums, more_products = _of_block(deviations(rows, centres))
            sums += more_sums
            products += more_products
        return cls(count, centres, count * products - np.outer(sums, sums))

    def covariance(self, i: int, j: int) -> float:
        """Over ``count - 1``; not of a single row."""
        if self.count < 2:
            return math.nan
        numerator, denominator = int(self.products[i, j]), self.count * (self.count - 1)
        exponent = self.centres[i].exponent + self.centres[j].exponent - 2 * _BITS
        return exact.quotient(numerator << max(0, exponent), denominator << max(0, -exponent))

    def correlation(self, i: int, j: int) -> float:
        """Pearson's; not of a column that does not vary."""
        length = math.sqrt(self.products[i, i]) * math.sqrt(self.products[j, j])
        if not length > 0:
            return math.nan
        return 1.0 if i == j else max(-1.0, min(1.0, float(self.products[i, j]) / length))


def _centre(column: Floats) -> Centre:
    return Centre.of(exact.exact_sums(column[None, :])[0], len(column), float(column.min()), float(column.max()))


def _of_block(values: Floats) -> tuple[Integers, Integers]:
    """The sums of rows of deviations (k, m), and of their products, as exact ints.

    Each is cut into three slices of 18 bits. Products of slices and their sums over a block fit into a float's 53 bits,
    so a matrix multiplication is exact in whatever order it adds (Ozaki, Ogita, Oishi, Rump 2012).
    """
    slices, rest = [], values
    for _ in range(3):
        rest = rest * 2.0**_SLICE_BITS
        slices.append(np.rint(rest))
        rest = rest - slices[-1]
    k = len(values)
    sums: Integers = np.zeros(k, dtype=object)
    products: Integers = np.zeros((k, k), dtype=object)
    stacked = np.concatenate(slices)
    squares = (stacked @ stacked.T).astype(np.int64).astype(object)
    for a in range(3):
        sums += (slices[a].sum(axis=1).astype(np.int64).astype(object)) << (_SLICE_BITS * (2 - a))
        for b in range(3):
            products += squares[a * k : (a + 1) * k, b * k : (b + 1) * k] << (_SLICE_BITS * (4 - a - b))
    return sums, products


def matrices(outputs: list[str], columns: list[Floats], known: list[Moments]) -> dict[str, Any]:
    """The two matrices of the summary, over the rows in which every column is finite.

    ``known`` are the moments of each column's finite values. A column that is finite in no other row has its own
    variance on the diagonal.
    """
    k = len(columns)
    complete = np.logical_and.reduce([np.isfinite(column) for column in columns])
    count = int(complete.sum())
    correlation, covariance = ([[math.nan] * k for _ in range(k)] for _ in range(2))
    if count and k == 1:
        correlation[0][0] = 1.0 if known[0].least < known[0].most else math.nan
    elif count:
        products = Products.of(columns if count == len(complete) else [column[complete] for column in columns])
        correlation = [[products.correlation(i, j) for j in range(k)] for i in range(k)]
        covariance = [[products.covariance(i, j) for j in range(k)] for i in range(k)]
    for i, moments in enumerate(known):
        if moments.count == count:
            covariance[i][i] = moments.variance
    return {
        "correlation": {"outputs": outputs, "count": count, "matrix": correlation},
        "covariance": {"outputs": outputs, "count": count, "matrix": covariance},
    }
