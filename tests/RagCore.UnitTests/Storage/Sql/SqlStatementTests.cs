using ChatOpsBot.RagCore.Storage.Sql;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Sql;

/// <summary>The first of three walls: what is not plainly one SELECT is no statement of a look-up.</summary>
public sealed class SqlStatementTests
{
    [Theory]
    [InlineData("select a from t where b = @b and c = @c or d = @b", "select a from t where b = $1 and c = $2 or d = $1")]
    [InlineData("WITH x AS (SELECT 1 AS a) SELECT a FROM x", "WITH x AS (SELECT 1 AS a) SELECT a FROM x")]
    [InlineData("select '@b; -- delete' as a, \"update\", a @> b, c::text from t", "select '@b; -- delete' as a, \"update\", a @> b, c::text from t")]
    [InlineData("select updated_at, deleted, dataset from t", "select updated_at, deleted, dataset from t")]
    [InlineData("select 'it''s' as a", "select 'it''s' as a")]
    public void A_select_with_parameters_is_read(string text, string expected)
    {
        Assert.Equal(expected, SqlStatement.Read(text, out var fault)?.Text);
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("delete from t")]
    [InlineData("select 1; select 2")]
    [InlineData("select 1;")]
    [InlineData("with x as (delete from t returning a) select a from x")]
    [InlineData("with x as (INSERT into t values (1) returning a) select a from x")]
    [InlineData("select a into b from t")]
    [InlineData("select a from t for update")]
    [InlineData("select a from t for share")]
    [InlineData("select pg_sleep(10)")]
    [InlineData("select pg_catalog.pg_read_file('/etc/passwd')")]
    [InlineData("select \"pg_sleep\" (10)")]
    [InlineData("select set_config('transaction_read_only', 'off', true)")]
    [InlineData("select nextval('s')")]
    [InlineData("select lo_import('/etc/passwd')")]
    [InlineData("select a from dblink('host=x', 'delete from t') as x(a int)")]
    [InlineData("select query_to_xml('delete from t', true, true, '')")]
    [InlineData("select a -- hidden\n from t")]
    [InlineData("select a /* hidden */ from t")]
    [InlineData("select $$a$$")]
    [InlineData("select $1")]
    [InlineData("select E'\\x27'")]
    [InlineData("select U&'d\\0061t'")]
    [InlineData("select 'a\\' from t")]
    [InlineData("select 'a")]
    [InlineData("select \"a")]
    [InlineData("select 1) as x, (select 2")]
    [InlineData("select (1")]
    [InlineData("explain analyze select 1")]
    [InlineData("copy t to program 'x'")]
    [InlineData("do 'x'")]
    [InlineData("set role x")]
    [InlineData("begin")]
    public void Anything_else_is_refused_with_a_reason(string text)
    {
        Assert.Null(SqlStatement.Read(text, out var fault));
        Assert.NotNull(fault);
    }
}
