"""What granian serves during the journeys. See `house`."""

import os

from tests.journeys.house import app_on

app = app_on(os.environ["JOURNEYS_DATABASE"], os.environ["JOURNEYS_FOLDER"], os.environ["JOURNEYS_ADDRESS"])
