"""Parts of the frame of a page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import password_validators_help_texts
from django.template import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lotrinh.web.demo_accounts import DemoAccount
from lotrinh.web.demo_accounts import demo_accounts as accounts_of_the_demo
from lotrinh.web.home.blocks import Block
from lotrinh.web.svg import inline
from lotrinh.web.templatetags.ui.library import register


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> str:
    """What the page puts into the block `name`, once more or elsewhere; empty where it has no such block."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks is not None else None
    return "" if block is None else str(block.render(context))


@register.simple_tag
def crumb(label: str | Promise, name: str = "", *args: Any, **kwargs: Any) -> SafeString:
    """One step of the breadcrumbs: a link to the address `name`, or plain text without it."""
    if not name:
        return format_html("<li>{}</li>", label)
    return format_html('<li><a href="{}">{}</a></li>', reverse(name, args=args, kwargs=kwargs), label)


@register.simple_tag
def password_rules() -> list[str]:
    """The rules of passwords, each a sentence."""
    return [str(text) for text in password_validators_help_texts()]


@register.simple_tag
def demo_accounts() -> tuple[DemoAccount, ...]:
    """The accounts that the sign-in page of the demo offers."""
    return accounts_of_the_demo()


@register.simple_tag
def inline_svg(text: str) -> SafeString:
    """A drawing made by a library, fit for our policy."""
    return inline(text)


@register.simple_tag(takes_context=True)
def home_block(context: Context, block: Block) -> SafeString:
    """The inside of a block of the first page."""
    return render_to_string(block.template, {**block.context, "block": block}, request=context.get("request"))
