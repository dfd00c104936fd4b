"""The import contract `doors`: rooms are independent, but for what one takes from another's door."""

import ast
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from grimp import ImportGraph
from importlinter.contracts.independence import IndependenceContract
from importlinter.domain.contract import ContractCheck


class Doors(IndependenceContract):
    """import-linter's independence, told apart from a door by what the line says.

    `from merx.commerce.cart.workflows import complete_cart` takes a function from the door; because a file of that name
    lies behind it, the graph has it as an import of the file. It is put back to the door if the door's `__all__` offers it.
    """

    type_name = "doors"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - import-linter's signature
        for importer in graph.modules:
            for imported in graph.find_modules_directly_imported_by(importer):
                door, _, name = imported.rpartition(".")
                if door not in graph.modules or importer.startswith(f"{door}."):
                    continue
                details = graph.get_import_details(importer=importer, imported=imported)
                if details and all(each["line_contents"].lstrip().startswith(f"from {door} import ") for each in details) and name in _offered(door):
                    graph.remove_import(importer=importer, imported=imported)
                    for each in details:
                        graph.add_import(importer=importer, imported=door, line_number=each["line_number"], line_contents=each["line_contents"])
        return super().check(graph, verbose)


def _offered(door: str) -> frozenset[str]:
    root, *rest = door.split(".")
    spec = find_spec(root)
    folders = spec.submodule_search_locations if spec is not None else None
    for folder in folders or ():
        file = Path(folder, *rest, "__init__.py")
        if file.is_file():
            return frozenset(name for node in ast.parse(file.read_text()).body for name in _all_of(node))
    return frozenset()


def _all_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
        return cast("list[str]", ast.literal_eval(node.value))
    return []
