"""The operations that business functions are decorated with; `main` says which engine carries them out."""

from tidewheel.host.business import Workflow

workflow = Workflow()
