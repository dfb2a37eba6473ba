using System.Globalization;
using System.Text.Json;
using ChatOpsBot.IntegrationTests.Storage.Postgres;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Sql;
using ChatOpsBot.TestKit.Logging;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatOpsBot.IntegrationTests.Tools;

/// <summary>Declared look-ups on a real PostgreSQL.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SqlToolTests(PostgresFixture fixture) : IAsyncLifetime
{
    private const string Tickets = """
        name: tickets
        description: Tickets of the person who asks.
        title: Ticket system
        connection: tickets
        max_rows: 3
        identity: [asker_id, asker_tenant]
        parameters:
          - name: subject
            type: text
            description: A part of the subject.
            required: false
            max_length: 50
          - name: least
            type: decimal
            description: What it costs at least.
            required: false
        statement: |
          select id, subject, opened, cost from tickets
          where owner = @asker_id and tenant = @asker_tenant
            and (@subject is null or strpos(subject, @subject) > 0) and (@least is null or cost >= @least)
          order by id
        columns:
          - name: id
            title: Ticket
          - name: subject
            title: Subject
          - name: opened
            title: Opened
          - name: cost
            title: Cost
        """;

    private static readonly ToolCaller Alice = new(new TenantId("acme"), "slack:U0ALICE", ["everyone"]);
    private static int _roles;

    private readonly RecordingLogs _logs = new();
    private readonly List<SqlDatabase> _opened = [];
    private string _owner = null!;
    private string _role = null!;

    public async Task InitializeAsync()
    {
        _owner = await fixture.Server.CreateDatabaseAsync();
        _role = string.Create(CultureInfo.InvariantCulture, $"reader_{Environment.ProcessId}_{Interlocked.Increment(ref _roles)}");
        await SetUpAsync($"""
            create table tickets (id serial primary key, tenant text, owner text, subject text, opened date, cost numeric);
            insert into tickets (tenant, owner, subject, opened, cost) values
                ('acme', 'slack:U0ALICE', 'The printer | is' || chr(10) || 'broken', '2026-02-03', 12.50),
                ('acme', 'slack:U0ALICE', 'No network', '2026-02-04', null),
                ('acme', 'slack:U0BOB', 'Secret of Bob', '2026-02-05', 1),
                ('other', 'slack:U0ALICE', 'Secret of another organisation', '2026-02-06', 1);
            create role {_role} login;
            grant select on tickets to {_role};
            """);
    }

    public Task DisposeAsync()
    {
        _opened.ForEach(database => database.Dispose());
        _logs.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Rows_of_the_asker_come_as_a_table()
    {
        var result = await Tool().InvokeAsync(Arguments("{}"), Alice, default);

        Assert.Equal(
            """
            | Ticket | Subject | Opened | Cost |
            | --- | --- | --- | --- |
            | 1 | The printer \| is broken | 2026-02-03 | 12.50 |
            | 2 | No network | 2026-02-04 |  |

            """,
            result!.Text);
        Assert.Equal("Ticket system", result.Title);
    }

    [Theory]
    [InlineData("""{"least":12}""", 1)]
    [InlineData("""{"least":"12.51"}""", 0)]
    [InlineData("""{"subject":"network"}""", 1)]
    [InlineData("""{"subject":null}""", 2)]
    [InlineData("""{"subject":"' or '1'='1"}""", 0)]
    [InlineData("""{"subject":"'; delete from tickets; --"}""", 0)]
    [InlineData("""{"subject":"x' union select 1,'a',null,null --"}""", 0)]
    [InlineData("""{"subject":"\\'; drop table tickets; /*"}""", 0)]
    [InlineData("""{"subject":"$1 @asker_id %s {0}"}""", 0)]
    [InlineData("""{"asker_id":"slack:U0BOB","asker_tenant":"other"}""", 2)]
    [InlineData("""{"made_up":"x","statement":"delete from tickets"}""", 2)]
    public async Task Arguments_are_values_and_nothing_else(string arguments, int rows)
    {
        var result = await Tool().InvokeAsync(Arguments(arguments), Alice, default);

        Assert.Equal(rows, result is null ? 0 : result.Text.Count(character => character == '\n') - 2);
        Assert.DoesNotContain("Secret", result?.Text ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal([4], await fixture.Server.ReadAsync(_owner, "select count(*) from tickets"));
    }

    [Theory]
    [InlineData("""{"subject":"a\u0000b"}""")]
    [InlineData("""{"subject":"\ud800"}""")]
    [InlineData("""{"subject":"123456789012345678901234567890123456789012345678901"}""")]
    [InlineData("""{"subject":["a"]}""")]
    [InlineData("""{"subject":{"a":1}}""")]
    [InlineData("""{"least":"1; delete from tickets"}""")]
    [InlineData("""{"least":1e999}""")]
    [InlineData("""{"least":true}""")]
    public async Task An_argument_that_is_none_is_refused_before_the_database_sees_it(string arguments)
    {
        var fault = await Assert.ThrowsAsync<ToolFaultException>(() => Tool().InvokeAsync(Arguments(arguments), Alice, default));

        Assert.StartsWith("The argument ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_looked_up_for_nobody_and_another_organisation_sees_its_own()
    {
        await Assert.ThrowsAsync<ToolFaultException>(() => Tool().InvokeAsync(Arguments("{}"), Alice with { Asker = null }, default));

        var other = await Tool().InvokeAsync(Arguments("{}"), Alice with { Tenant = new TenantId("other") }, default);
        Assert.Contains("Secret of another organisation", other!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("printer", other.Text, StringComparison.Ordinal);
        Assert.Null(await Tool().InvokeAsync(Arguments("{}"), Alice with { Asker = "teams:U0ALICE" }, default));
    }

    [Fact]
    public async Task No_more_rows_are_read_than_declared_and_no_cell_is_endless()
    {
        await SetUpAsync("insert into tickets (tenant, owner, subject) select 'acme', 'slack:U0ALICE', repeat('x', 100000) from generate_series(1, 50)");

        var result = await Tool().InvokeAsync(Arguments("{}"), Alice, default);

        Assert.Equal(5, result!.Text.Count(character => character == '\n'));
        Assert.InRange(result.Text.Length, 500, 900);
    }

    [Fact]
    public async Task Nothing_can_be_written_even_by_a_function_with_the_rights_of_its_owner()
    {
        await SetUpAsync($"""
            create function sneaky() returns int language sql security definer as $$ insert into tickets (subject) values ('written') returning id $$;
            grant execute on function sneaky() to {_role};
            """);

        var fault = await Assert.ThrowsAsync<ToolFaultException>(() => Tool(Statement("select sneaky() as id")).InvokeAsync(Arguments("{}"), Alice, default));

        Assert.Contains("25006", fault.Message, StringComparison.Ordinal);
        Assert.Equal([4], await fixture.Server.ReadAsync(_owner, "select count(*) from tickets"));
    }

    [Theory]
    [InlineData("insert into tickets (subject) values ('written')")]
    [InlineData("with x as (insert into tickets (subject) values ('written') returning id) select id::text from x")]
    [InlineData("select set_config('transaction_read_only', 'off', true)")]
    [InlineData("create temporary table t (a int)")]
    public async Task The_transaction_is_read_only_whatever_is_run_in_it(string sql)
    {
        await Assert.ThrowsAsync<ToolFaultException>(() => Open(_role).ReadAsync(sql, [], 1, default));

        Assert.Equal([4], await fixture.Server.ReadAsync(_owner, "select count(*) from tickets"));
    }

    [Theory]
    [InlineData("grant insert on tickets to {0}", "it may write a table")]
    [InlineData("grant update (subject) on tickets to {0}", "it may write a table")]
    [InlineData("grant truncate on tickets to public", "it may write a table")]
    [InlineData("grant usage on sequence tickets_id_seq to {0}", "it may advance a sequence")]
    [InlineData("grant create on schema public to {0}", "it may create tables")]
    [InlineData("grant pg_write_all_data to {0}", "it is a member of a role that writes data")]
    [InlineData("grant pg_execute_server_program to {0}", "it is a member of a role that writes data")]
    [InlineData("alter role {0} superuser", "it is a superuser")]
    [InlineData("alter role {0} bypassrls", "bypass row-level security")]
    public async Task A_role_that_could_write_reads_nothing(string grant, string reason)
    {
        await SetUpAsync(string.Format(CultureInfo.InvariantCulture, grant, _role));

        await Assert.ThrowsAsync<ToolFaultException>(() => Tool().InvokeAsync(Arguments("{}"), Alice, default));

        Assert.Contains(reason, _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_ended_by_the_database()
    {
        var slow = Tool(Statement("select count(*) as id from generate_series(1, 100000000000)"), TimeSpan.FromMilliseconds(300));

        var fault = await Assert.ThrowsAsync<ToolFaultException>(() => slow.InvokeAsync(Arguments("{}"), Alice, default));

        Assert.Contains("57014", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_up_that_is_given_up_ends_with_its_token()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Tool(Statement("select count(*) as id from generate_series(1, 100000000000)"), TimeSpan.FromSeconds(30)).InvokeAsync(Arguments("{}"), Alice, limit.Token));
    }

    [Fact]
    public async Task A_database_that_is_down_is_a_fault_that_names_neither_host_nor_value()
    {
        var options = new SqlToolOptions();
        options.Connections["tickets"] = "Host=127.0.0.1;Port=1;Username=u;Password=hunter2-secret;Database=d";
        var database = Open(options);

        await database.CheckAsync(default);

        Assert.Contains("Look-ups over the connection tickets find nothing now", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_arguments_nor_rows_are_logged()
    {
        await Tool().InvokeAsync(Arguments("""{"subject":"printer"}"""), Alice, default);

        Assert.Contains("its role may only read", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("printer", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("U0ALICE", _logs.Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, JsonElement> Arguments(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static string Statement(string sql) => $"""
        name: odd
        description: Odd.
        title: Odd
        connection: tickets
        statement: {sql}
        columns:
          - name: id
        """;

    private SqlTool Tool(string definition = Tickets, TimeSpan? timeout = null)
    {
        var faults = new List<string>();
        var read = SqlToolFile.Read("tools/t.yaml", definition, faults);
        Assert.Empty(faults);
        return new SqlTool(read!, Open(_role, timeout));
    }

    private SqlDatabase Open(string role, TimeSpan? timeout = null)
    {
        var options = new SqlToolOptions { StatementTimeout = timeout ?? TimeSpan.FromSeconds(4) };
        options.Connections["tickets"] = new NpgsqlConnectionStringBuilder(_owner) { Username = role }.ConnectionString;
        return Open(options);
    }

    private SqlDatabase Open(SqlToolOptions options)
    {
        using var loggers = new LoggerFactory([_logs]);
        var database = new SqlDatabase("tickets", options, TimeProvider.System, loggers.CreateLogger<SqlDatabase>());
        _opened.Add(database);
        return database;
    }

    private Task SetUpAsync(string sql) => fixture.Server.ExecuteAsync(_owner, sql);
}
