"""The journal's contract: what an engine of durable workflows promises, as tests that each of them passes.

For whoever writes a third engine:

1. Write a class that fits `merx.framework.workflows.engine.Engine`. `configured(app, setting)` makes it from one line of
   configuration; offer it by the entry point group `merx.engines`, whose name is what stands before the line's colon.
2. Bodies: run them by `merx.framework.workflows.journal.Journal`, or a subclass whose `perform` asks your machine to do the step.
   The step itself is the base class's: it commits a local step's effect together with its record, which is the point of it
   all. `engines/postgres.py` runs a journal where it is; `engines/temporal/` runs the body in one place and the steps in another.
3. Have it tested; every test is a shop of its own, with a database of its own, and processes that are really killed:

       from merx.framework.testing.engines.contract import EngineContract

       class TestMine(EngineContract):
           @pytest.fixture
           def engine(self) -> str:
               return "mine://localhost:1234?silence=2"     # dead processes are noticed within seconds: the tests wait for it

4. Should your engine be unable to keep a promise, do not skip its test: give `Engine` a field that says what it does instead, and have the
   test ask for that. So far there is none.

The tests see an engine only through workflows, handles, the journal's tables and a small shop (`shop/`). They need pytest-asyncio in
its mode "auto", with one event loop for a test and its fixtures.
"""
