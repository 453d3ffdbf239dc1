"""A small world for tests that cross subjects: one real module, a conversation, files, and secrets.

Built through the services. Everything that could leak holds the word ``SECRET``.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.models import Site
from wagtail.rich_text import RichText

from forum.board.files import check_file
from forum.board.models import Attachment, Space
from forum.board.services import open_space, start_module_thread, start_topic
from learning.modules.models import LessonPage, ModuleIndexPage, ModulePage
from learning.modules.services import create_library, create_module, pick_module
from learning.programmes.models import Cohort
from portal.accounts.models import User
from portal.demo import sources

SECRET = "vlierbessensiroop"


@dataclass(frozen=True)
class World:
    """What there is, besides the cast."""

    library: ModuleIndexPage
    module: ModulePage
    lesson: LessonPage
    draft: LessonPage
    closed_module: ModulePage
    closed_lesson: LessonPage
    picture: Image
    rendition: Rendition
    document: Document
    unused_document: Document
    programme_space: Space
    cohort_space: Space
    topic_id: int
    post_id: int
    attachment: Attachment


def build_world(*, cohort: Cohort, author: User) -> World:
    """The programme of a cohort with a module, one that opens later, and what the author wrote."""
    programme = cohort.programme
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    library = create_library(parent=site.root_page, title="Bibliotheek", slug="bibliotheek")
    module = create_module(index=library, data=sources.read("modules/04-slecht-nieuws"))
    lesson, *_ = LessonPage.objects.child_of(module).order_by("path")
    pick_module(programme=programme, module=module)

    picture, document, unused_document = make_picture(), make_document("a"), make_document("b")
    picture.decorative, picture.contextual_alt_text = True, ""
    lesson.body = [
        *((block.block_type, block.value) for block in lesson.body),
        ("paragraph", RichText(f"<p>{SECRET}</p>")),
        ("picture", {"image": picture, "caption": SECRET}),
        ("download", {"document": document, "title": SECRET}),
    ]
    lesson.save_revision().publish()

    draft = LessonPage(title=f"Concept {SECRET}", slug="concept", minutes=5, live=False)
    module.add_child(instance=draft)
    draft.save_revision()

    later = sources.read("modules/05-weerstand")
    closed_module = create_module(index=library, data=later | {"lessons": later["lessons"][:1]})
    closed_lesson, *_ = LessonPage.objects.child_of(closed_module).order_by("path")
    opens_on = timezone.localdate() + timedelta(days=30)
    pick_module(programme=programme, module=closed_module, opens_on=opens_on)

    programme_space = open_space(programme=programme)
    cohort_space = open_space(programme=programme, cohort=cohort)
    start_module_thread(
        space=programme_space, module=module, title=f"Starter {SECRET}", text="Wie begint?"
    )
    upload = SimpleUploadedFile("verslag.pdf", f"%PDF-1.7 {SECRET}".encode())
    topic = start_topic(
        space=cohort_space,
        author=author,
        subject=f"Vraag over {SECRET}",
        text=f"Wie weet iets van {SECRET}?",
        files=[check_file(upload)],
    )
    return World(
        library=library,
        module=module,
        lesson=lesson,
        draft=draft,
        closed_module=closed_module,
        closed_lesson=closed_lesson,
        picture=picture,
        rendition=picture.get_rendition("width-20"),
        document=document,
        unused_document=unused_document,
        programme_space=programme_space,
        cohort_space=cohort_space,
        topic_id=topic.topic_id,
        post_id=topic.post_id,
        attachment=Attachment.objects.get(post_id=topic.post_id),
    )


def make_picture() -> Image:
    """A small picture in the CMS."""
    data = BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(data, "PNG")
    return Image.objects.create(title=f"Foto {SECRET}", file=ImageFile(data, name="foto.png"))


def make_document(name: str) -> Document:
    """A document in the CMS that says its secret."""
    content = ContentFile(f"%PDF-1.7 {SECRET} {name}".encode(), name=f"{name}.pdf")
    return Document.objects.create(title=f"Document {SECRET}", file=content)
