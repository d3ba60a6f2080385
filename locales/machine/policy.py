"""Who doesn't want machine translations: asked of whoever knows the areas."""

from __future__ import annotations

from collections.abc import Callable

Policy = Callable[[int], bool]
"""Whether machine translation is forbidden in an area."""

_policies: list[Policy] = []


def register_policy(policy: Policy) -> None:
    if policy not in _policies:
        _policies.append(policy)


def is_forbidden(area: int | None) -> bool:
    """One policy that forbids it is enough; content of nobody's area is nobody's to forbid."""
    return area is not None and any(policy(area) for policy in _policies)
