"""What a document answers to, and what answers to it."""

from __future__ import annotations

from typing import Any, Final

from ninja import Router

from lotrinh.api.calls import ApiRequest, actor_of
from lotrinh.api.operations import reads
from lotrinh.api.shapes import finding as shapes
from lotrinh.api.shapes.values import Id
from lotrinh.documents.selectors.chain import chain_page

TAG: Final = "chain"
router = Router()


@reads(router, "documents/{int:document_id}/chain", shapes.Chain, stamped=False, looks="document", missing=True)
def get_chain(request: ApiRequest, document_id: Id) -> shapes.Chain:
    """The chain of directives around a document, three steps up and down.

    A document that you may not read is named only as it is cited, as one that is not kept here.
    """
    found = chain_page(actor_of(request), document_id)
    return shapes.Chain(
        document_id=document_id,
        nodes=[
            shapes.ChainNode(
                **_paper(node.paper).model_dump(),
                key=node.key,
                layer=node.layer,
                standing=node.now.standing if node.now else None,
            )
            for node in found.nodes
        ],
        edges=[
            shapes.ChainEdge(lower=edge.lower, upper=edge.upper, role=edge.role, recorded=edge.recorded, sure=edge.sure)
            for edge in found.edges
        ],
        left_out=found.left_out,
        cites=[_citation(row) for row in found.cites],
        cited_by=[_citation(row) for row in found.cited_by],
        acts=[
            shapes.Act(
                relation=row.relation,
                outward=row.outward,
                paper=_paper(row.paper),
                effective_on=row.effective_on,
            )
            for row in found.acts
        ],
    )


def _paper(paper: Any) -> shapes.Paper:
    return shapes.Paper(
        document_id=paper.document_id,
        kind=paper.kind,
        number=paper.number,
        issued_on=paper.issued_on,
        issuer=paper.issuer,
        title=paper.title,
    )


def _citation(row: Any) -> shapes.Citation:
    return shapes.Citation(
        role=row.role, state=row.state, paper=_paper(row.paper), printed=row.printed, words=row.words
    )
