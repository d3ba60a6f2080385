import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
application = get_wsgi_application()

# What is loaded now stays: looking through it for garbage again and again stops a request for a tenth of a second.
gc.collect()
gc.freeze()
