"""One linear program asked many times: each answer starts where the last one ended.

SciPy carries HiGHS and gives it one problem at a time, from nothing. Here only costs and bounds
change between thousands of questions, so the solver is kept. Where a SciPy keeps HiGHS elsewhere,
the public function answers, more slowly and with the same numbers.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

try:
    from scipy.optimize._highspy import _core as _highs  # type: ignore[import-not-found]
except ImportError:  # pragma: no cover - another SciPy
    _highs = None

Floats = NDArray[np.float64]
_DUAL, _PRIMAL = 1, 4


class Program:
    """Minimise ``cost @ x`` with ``matrix @ x = 0`` and bounds that may change.

    Parameters
    ----------
    matrix : csr_array, shape (n_equations, n)
    same_bounds : bool
        Bounds seldom change: then the last answer still fits and the primal simplex goes on from
        it; otherwise the dual one does.
    warm : bool
        False asks the public function each time.
    """

    def __init__(
        self, matrix: "csr_array[np.float64]", *, same_bounds: bool = False, warm: bool = True
    ) -> None:
        self._matrix = matrix
        self._size = matrix.shape[1]
        self._strategy = _PRIMAL if same_bounds else _DUAL
        self._solver = self._kept() if warm and _highs is not None else None

    def _kept(self) -> Any:
        columns = self._matrix.tocsc()
        equations = self._matrix.shape[0]
        problem = _highs.HighsLp()
        problem.num_col_, problem.num_row_ = self._size, equations
        problem.a_matrix_.num_col_, problem.a_matrix_.num_row_ = self._size, equations
        problem.a_matrix_.format_ = _highs.MatrixFormat.kColwise
        problem.a_matrix_.start_ = columns.indptr.astype(np.int32)
        problem.a_matrix_.index_ = columns.indices.astype(np.int32)
        problem.a_matrix_.value_ = columns.data.astype(np.float64)
        problem.col_cost_ = np.zeros(self._size)
        problem.col_lower_, problem.col_upper_ = np.zeros(self._size), np.zeros(self._size)
        problem.row_lower_, problem.row_upper_ = np.zeros(equations), np.zeros(equations)
        solver = _highs._Highs()  # noqa: SLF001 - the only name SciPy gives it
        # One thread: results must not depend on how many there are.
        options = {"output_flag": False, "threads": 1, "parallel": "off"}
        for option, value in (options | {"simplex_strategy": self._strategy}).items():
            solver.setOptionValue(option, value)
        solver.passModel(problem)
        self._index = np.arange(self._size, dtype=np.int32)
        self._cost: Floats = np.zeros(self._size)
        self._low: Floats = np.zeros(self._size)
        self._high: Floats = np.zeros(self._size)
        return solver

    def minimise(self, cost: Floats, low: Floats, high: Floats) -> Floats | None:
        """Return the best ``x``, ``(n,)``; None if nothing fits or nothing stops it."""
        if self._solver is None:
            return self._afresh(cost, low, high)
        changed = np.flatnonzero(cost != self._cost)
        if changed.size:
            self._solver.changeColsCost(changed.size, self._index[changed], cost[changed])
        moved = np.flatnonzero((low != self._low) | (high != self._high))
        if moved.size:
            self._solver.changeColsBounds(moved.size, self._index[moved], low[moved], high[moved])
        self._cost, self._low, self._high = cost.copy(), low.copy(), high.copy()
        self._solver.run()
        if self._solver.getModelStatus() != _highs.HighsModelStatus.kOptimal:
            # Rare: a basis that leads nowhere must not decide what can be deduced.
            self._solver.clearSolver()
            return self._afresh(cost, low, high)
        return np.asarray(self._solver.getSolution().col_value, dtype=np.float64)

    def _afresh(self, cost: Floats, low: Floats, high: Floats) -> Floats | None:
        solved = milp(
            cost, constraints=LinearConstraint(self._matrix, 0.0, 0.0), bounds=Bounds(low, high)
        )
        return np.asarray(solved.x, dtype=np.float64) if solved.status == 0 else None
