"""Where mails are written down: a folder of Jinja2 templates."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, select_autoescape

from merx.commerce.notification import Content, NotificationRefused


class Templates:
    """The templates in `folder`, read when they are used; a file that changes counts from then on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # .html is escaped, text is not: a name with an ampersand is written differently in the two.
        self._environment = Environment(
            loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=select_autoescape(enabled_extensions=("html",), default=False)
        )

    def render(self, template: str | None, data: Mapping[str, Any]) -> Content:
        """What `template` says about `data`. Raises `NotificationRefused` with the file that is missing or wrong."""
        if template is None:
            raise NotificationRefused("An e-mail needs a `template`, or `content`")
        subject = self._render(f"{template}.subject.txt", data)
        text, html = self._render(f"{template}.txt", data), self._render(f"{template}.html", data)
        if subject is None or (text is None and html is None):
            missing = f"{template}.subject.txt" if subject is None else f"{template}.txt or {template}.html"
            raise NotificationRefused(f"The template '{template}' lacks {missing} in {self.folder.resolve()}")
        return Content(subject=subject.strip(), text=text, html=html)

    def _render(self, file: str, data: Mapping[str, Any]) -> str | None:
        try:
            return self._environment.get_template(file).render(data)
        except TemplateNotFound as error:
            if error.name == file:
                return None
            raise NotificationRefused(f"{file} uses the template {error.name}, which is not in {self.folder.resolve()}") from error
        except TemplateError as error:
            raise NotificationRefused(f"{file}: {error}") from error
