from tests.media_library import factories as assets
from provinces.models import Sector
from media_library.models import Asset, Photo
from modelcluster.models import get_all_child_m2m_relations
def test_x(db):
    p=assets.approved()
    print("REL", get_all_child_m2m_relations(Photo), get_all_child_m2m_relations(Asset), [c.__name__ for c in Photo.__mro__][:14])
    p.sectors.set([Sector.objects.get(slug="tourism")]); print(p.__dict__.get("_cluster_related_objects")); 
    print(type(p.sectors).__mro__[:3], p.sectors.all())
    p.sectors.commit()
    print("COMMIT", list(Asset.sectors.through.objects.values()))
