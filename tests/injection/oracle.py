"""The judge of where a banner lands: a spec-complete, template-aware HTML parser (justhtml), and what a tree says."""

from __future__ import annotations

from typing import Any, TypeAlias

from justhtml import JustHTML

Tree: TypeAlias = tuple[Any, ...]

#: A stand-in for a banner, well-formed as real ones are.
BANNER = b'<div id="browserbanner"><p>Update</p></div>'


def tree_of(document: bytes, *, scripting: bool = True) -> Tree:
    """The document's tree as nested tuples, adjacent texts joined. Latin-1: each byte is a character."""
    parsed = JustHTML(
        document.removeprefix(b"\xef\xbb\xbf").decode("latin-1"), sanitize=False, scripting_enabled=scripting
    )
    return _tree(parsed.root)


def _tree(node: Any) -> Tree:
    name = node.name
    if name == "#text" or name == "#comment":
        return (name, node.data)
    if name == "!doctype":
        doctype = node.data
        return (name, doctype.name, doctype.public_id, doctype.system_id)
    content = getattr(node, "template_content", None)
    return (
        name,
        getattr(node, "namespace", None),
        tuple(sorted((node.attrs or {}).items())),
        _joined([_tree(child) for child in node.children or ()]),
        _tree(content) if content is not None else None,
    )


def _joined(children: list[Tree]) -> tuple[Tree, ...]:
    joined: list[Tree] = []
    for child in children:
        if child[0] == "#text" and joined and joined[-1][0] == "#text":
            joined[-1] = ("#text", joined[-1][1] + child[1])
        else:
            joined.append(child)
    return tuple(joined)


def _is_banner(node: Tree) -> bool:
    return node[0] == "div" and ("id", "browserbanner") in node[2]


def without_banner(tree: Tree) -> Tree:
    """The tree without its banner's element, wherever that is."""
    if len(tree) != 5:
        return tree
    name, namespace, attributes, children, content = tree
    kept = [without_banner(child) for child in children if not _is_banner(child)]
    return (name, namespace, attributes, _joined(kept), content and without_banner(content))


def is_first_in_body(tree: Tree) -> bool:
    """Whether the banner is the body's first child, comments and white space aside."""
    for html in tree[3]:
        if html[0] != "html":
            continue
        for body in html[3]:
            if body[0] == "body":
                for child in body[3]:
                    if child[0] == "#comment" or (child[0] == "#text" and not child[1].strip("\t\n\f\r ")):
                        continue
                    return _is_banner(child)
    return False


def complaint(document: bytes, point: int) -> str | None:
    """What is wrong with a banner at this point of the document, or None."""
    edited = tree_of(document[:point] + BANNER + document[point:])
    if not is_first_in_body(edited):
        return "the banner is not the body's first child"
    if without_banner(edited) != tree_of(document):
        return "the document without the banner is another one"
    return None
