using ChatOpsBot.RagCore.Storage.Sql;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Sql;

/// <summary>Reading look-ups. Whoever writes one is told all that is wrong with it.</summary>
public sealed class SqlToolFileTests
{
    private const string Good = """
        name: open_tickets
        description: Open tickets of the person who asks.
        title: Ticket system
        link: https://tickets.example/
        connection: tickets
        readers: [everyone]
        max_rows: 5
        identity: [asker_id]
        parameters:
          - name: status
            type: text
            description: Which ones.
            values: [open, closed]
          - name: since
            type: date
            description: From this day on.
            required: false
        statement: |
          select id, subject from tickets
          where owner = @asker_id and status = @status and (@since is null or opened >= @since)
        columns:
          - name: id
            title: Ticket
          - name: subject
        """;

    [Fact]
    public void A_good_one_is_read()
    {
        var faults = new List<string>();

        var definition = SqlToolFile.Read("tools/t.yaml", Good, faults)!;

        Assert.Empty(faults);
        Assert.Equal(("open_tickets", "tickets", 5), (definition.Name, definition.Connection, definition.MaxRows));
        Assert.True(definition.Audience.IsPersonal);
        Assert.Equal(["asker_id", "status", "since"], definition.Statement.Parameters);
        Assert.Equal([("id", "Ticket"), ("subject", "subject")], definition.Columns);
    }

    [Fact]
    public void A_model_is_told_of_its_own_parameters_and_of_no_other()
    {
        var definition = SqlToolFile.Read("tools/t.yaml", Good, [])!;
        var options = new SqlToolOptions();
        options.Connections["tickets"] = "Host=127.0.0.1";
        using var database = new OpenedDatabase(options);

        var schema = new SqlTool(definition, database.Database).Parameters.GetRawText();

        Assert.DoesNotContain("asker", schema, StringComparison.Ordinal);
        Assert.Contains("""
            "status":{"type":"string","description":"Which ones.","maxLength":200,"enum":["open","closed"]}
            """.Trim(), schema, StringComparison.Ordinal);
        Assert.Contains("""
            "required":["status"],"additionalProperties":false
            """.Trim(), schema, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: open_tickets", "name: 'open tickets'", "line 1: name (open tickets) is none a model can call")]
    [InlineData("link: https://tickets.example/", "link: javascript:alert(1)", "line 4: link (javascript:alert(1)) is not an address with https")]
    [InlineData("max_rows: 5", "max_rows: 500", "line 7: max_rows (500) is not a number from 1 to 200")]
    [InlineData("identity: [asker_id]", "identity: [asker_id, asker_tenant]", "does not use @asker_tenant, which is declared")]
    [InlineData("identity: [asker_id]", "identity: []", "uses @asker_id, which is not declared; declare it under parameters or, as it is bound for you, under identity")]
    [InlineData("identity: [asker_id]", "identity: [somebody]", "identity has somebody")]
    [InlineData("- name: since", "- name: asker_id", "the parameter asker_id has a name that cannot be used")]
    [InlineData("- name: since", "- name: until", "uses @since, which is not declared")]
    [InlineData("status = @status", "status = '@status'", "does not use @status, which is declared; use it outside quotes")]
    [InlineData("select id, subject from tickets", "delete from tickets", "line 19: statement begins with delete")]
    [InlineData("- name: subject", "- name: subject; drop", "the column subject; drop has a name that cannot be used")]
    [InlineData("connection: tickets", "conection: tickets", "connection is missing")]
    public void A_wrong_one_is_refused_with_its_place_and_mend(string right, string wrong, string expected)
    {
        var faults = new List<string>();

        Assert.Null(SqlToolFile.Read("tools/t.yaml", Good.Replace(right, wrong, StringComparison.Ordinal), faults));

        Assert.Contains(faults, fault => fault.StartsWith("tools/t.yaml, ", StringComparison.Ordinal) && fault.Contains(expected, StringComparison.Ordinal));
    }
}
