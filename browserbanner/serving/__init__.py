"""The stand-alone server's app: the middleware around nothing, for sites that are no Python app."""

from browserbanner.serving.app import HEALTH as HEALTH
from browserbanner.serving.app import StandAlone as StandAlone
