"""What can be refused, and why. Each error has a stable `code` for programs; its text is for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tidewheel._types import Diagnostic, LoadErrorCode, Outcome, RejectionCode

__all__ = ["ExpressionError", "LoadError", "ModelError", "RejectionError", "TidewheelError"]


class TidewheelError(ValueError):
    """What every error of this package is."""

    code: str
    """A stable name of the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ModelError(TidewheelError):
    """The model cannot be run; `diagnostics` say why, each with its line."""

    diagnostics: list[Diagnostic]
    """Everything that was found, errors and warnings."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        errors = [found for found in diagnostics if found["severity"] == "error"]
        message = "the model is not valid"
        if errors:
            more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
            message = f"line {errors[0]['line']}: {errors[0]['message']}{more}"
        super().__init__("invalidModel", message)
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[ModelError], tuple[list[Diagnostic]]]:
        return type(self), (self.diagnostics,)


class RejectionError(TidewheelError):
    """The event does not fit the state, which is unchanged."""

    code: RejectionCode
    index: int | None
    """With `apply_all`: the position of the event that was rejected."""
    outcomes: list[Outcome] | None
    """With `apply_all`: what the events before it came to."""

    def __init__(
        self,
        code: RejectionCode,
        message: str,
        index: int | None = None,
        outcomes: list[Outcome] | None = None,
    ) -> None:
        super().__init__(code, message)
        self.index = index
        self.outcomes = outcomes

    def __reduce__(
        self,
    ) -> tuple[type[RejectionError], tuple[RejectionCode, str, int | None, list[Outcome] | None]]:
        return type(self), (self.code, str(self), self.index, self.outcomes)


class ExpressionError(TidewheelError):
    """The text is no expression, or the expression has no value for the variables."""

    code: Literal["invalidExpression", "expressionFailed"]
    character: int | None
    """With `invalidExpression`: where in the text, in characters from 1."""
    index: int | None
    """With `evaluate_all`: the position of the set that there is no value for."""

    def __init__(
        self,
        code: Literal["invalidExpression", "expressionFailed"],
        message: str,
        character: int | None = None,
        index: int | None = None,
    ) -> None:
        super().__init__(code, message)
        self.character = character
        self.index = index

    def __reduce__(self) -> tuple[type[ExpressionError], tuple[str, str, int | None, int | None]]:
        return type(self), (self.code, str(self), self.character, self.index)


class LoadError(TidewheelError):
    """The snapshot cannot be loaded."""

    code: LoadErrorCode

    def __init__(self, code: LoadErrorCode, message: str) -> None:
        super().__init__(code, message)

    def __reduce__(self) -> tuple[type[LoadError], tuple[LoadErrorCode, str]]:
        return type(self), (self.code, str(self))
