"""The picture's file: its size is what people see, after EXIF orientation."""

from __future__ import annotations

from PIL import Image
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from media_library.renditions.orientation import orientation_of, turned_size


class UprightImageFieldFile(WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int, int]:
        """Width and height in pixels as shown: a camera held upright stores its picture lying down."""
        was_closed = self.closed
        try:
            self.open()
            with Image.open(self.file) as picture:
                return turned_size(picture.size, orientation_of(picture))
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class UprightImageField(WagtailImageField):
    attr_class = UprightImageFieldFile
