"""Press kits in the API."""

from press.api.routes import router

__all__ = ["router"]
