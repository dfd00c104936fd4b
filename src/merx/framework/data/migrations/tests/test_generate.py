"""What `merx db generate` writes, and what it refuses to."""

import asyncpg
import pytest

from merx.framework.data import migrations
from merx.framework.data.migrations.generator import WouldDrop
from merx.framework.errors import Misconfigured

from .conftest import Evolve

TEA = "class Tea(Model, id_prefix='tea', unique=[('name',)]):\n    name: str\n"
TIN = "class Tin(Model, id_prefix='tin'):\n    tea_id: Annotated[str, BelongsTo('tea', back='tins')]\n    number: Annotated[int | None, AutoIncrement] = None\n"


async def test_the_first_migration_makes_what_the_models_say_and_a_second_has_nothing_to_do(evolve: Evolve, empty: str) -> None:
    # given
    app = evolve(TEA + TIN)
    # when
    made = await migrations.generate(app, "tea")
    again = await migrations.generate(app, "tea")
    await migrations.migrate(app)
    # then
    assert made is not None
    assert (made.path.name, made.warnings, again) == ("0001_initial.py", (), None)
    connection = await asyncpg.connect(empty)
    indexes = await connection.fetch("SELECT indexdef FROM pg_indexes WHERE tablename IN ('tea', 'tin') ORDER BY 1")
    assert [row["indexdef"] for row in indexes] == [
        "CREATE INDEX tin_tea_id_idx ON public.tin USING btree (tea_id)",
        "CREATE UNIQUE INDEX tea_name_key ON public.tea USING btree (name) WHERE (deleted_at IS NULL)",
        "CREATE UNIQUE INDEX tea_pkey ON public.tea USING btree (id)",
        "CREATE UNIQUE INDEX tin_pkey ON public.tin USING btree (id)",
    ]
    foreign = await connection.fetchval("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'tin_tea_id_fkey'")
    assert foreign == "FOREIGN KEY (tea_id) REFERENCES tea(id) ON UPDATE CASCADE ON DELETE CASCADE"
    assert await connection.fetchval("SELECT attidentity FROM pg_attribute WHERE attrelid = 'tin'::regclass AND attname = 'number'") == b"d"
    await connection.close()


async def test_a_column_that_went_is_dropped_only_when_that_is_said(evolve: Evolve) -> None:
    # given
    await migrations.generate(evolve(TEA + "    origin: str | None = None\n"), "tea")
    app = evolve(TEA)
    # when
    with pytest.raises(WouldDrop, match=r"would drop the column tea\.origin, with the data in it"):
        await migrations.generate(app, "tea")
    # then nothing is written
    assert [m.version for m in migrations.homes(app)[-2].migrations] == ["0001_initial"]
    made = await migrations.generate(app, "tea", allow_drops=True)
    assert made is not None
    assert made.path.name == "0002_change_tea_origin.py"
    assert "op.drop_column('tea', 'origin')" in made.path.read_text()


async def test_a_required_column_fills_rows_that_are_there_with_its_default_and_new_ones_not(evolve: Evolve, empty: str) -> None:
    # given a table with a row
    before = evolve(TEA)
    await migrations.generate(before, "tea")
    await migrations.migrate(before)
    connection = await asyncpg.connect(empty)
    await connection.execute("INSERT INTO tea (id, name, created_at, updated_at) VALUES ('tea_1', 'Assam', now(), now())")
    # when
    after = evolve(TEA + "    grams: int = 250\n    kind: str = \"black 'tea'\"\n")
    made = await migrations.generate(after, "tea", "Grams & kind!")
    await migrations.migrate(after)
    # then
    assert made is not None
    assert (made.path.name, made.warnings) == ("0002_grams_kind.py", ())
    row = await connection.fetchrow("SELECT grams, kind FROM tea")
    assert tuple(row) == (250, "black 'tea'")
    assert await connection.fetchval("SELECT count(*) FROM pg_attrdef WHERE adrelid = 'tea'::regclass") == 0
    assert await migrations.generate(after, "tea") is None
    await connection.close()


async def test_a_required_column_without_a_default_comes_with_a_warning(evolve: Evolve) -> None:
    # given
    await migrations.generate(evolve(TEA), "tea")
    # when
    made = await migrations.generate(evolve(TEA + "    grams: int\n"), "tea")
    # then
    assert made is not None
    assert made.warnings == ("tea.grams is required and has no default: the migration fails where the table has rows. Edit it to fill them.",)


async def test_another_predicate_or_method_is_another_index(evolve: Evolve, empty: str) -> None:
    # given
    index = "class Tea(Model, id_prefix='tea', indexes=[Index(('name',), {})]):\n    name: str\n"
    app = evolve(index.format("unique=True, where='deleted_at IS NULL'"))
    await migrations.generate(app, "tea")
    # when
    later = evolve(index.format("using='gin (name gin_trgm_ops)'"))
    await migrations.migrate(app)
    made = await migrations.generate(later, "tea")
    await migrations.migrate(later)
    # then
    assert made is not None
    connection = await asyncpg.connect(empty)
    indexes = await connection.fetch("SELECT indexdef FROM pg_indexes WHERE tablename = 'tea' ORDER BY 1")
    assert [row["indexdef"].partition(" ON ")[2] for row in indexes] == ["public.tea USING gin (name gin_trgm_ops)", "public.tea USING btree (id)"]
    await connection.close()
    assert await migrations.generate(later, "tea") is None


async def test_what_else_is_in_the_database_is_neither_seen_nor_touched(evolve: Evolve, empty: str) -> None:
    # given tables of others, one of them with the name of ours
    connection = await asyncpg.connect(empty)
    await connection.execute("CREATE TABLE stranger (id int); CREATE TABLE tea (something int)")
    # when
    app = evolve(TEA)
    made = await migrations.generate(app, "tea")
    # then
    assert made is not None
    text = made.path.read_text()
    assert ("stranger" in text, "something" in text, "op.create_table('tea'" in text) == (False, False, True)
    assert await connection.fetchval("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'merx_scratch%'") == 0
    await connection.close()


async def test_mistakes_in_models_are_told_with_what_to_do(evolve: Evolve) -> None:
    # given / when / then
    with pytest.raises(Misconfigured, match="Across modules, use link"):
        await migrations.generate(evolve(TIN), "tea")
    with pytest.raises(Misconfigured, match=r"make it `\| None`"):
        await migrations.generate(evolve(TEA + TIN.replace("back='tins'", "back='tins', on_delete='SET NULL'")), "tea")
    with pytest.raises(Misconfigured, match="There is no module 'coffee'"):
        await migrations.generate(evolve(TEA), "coffee")
