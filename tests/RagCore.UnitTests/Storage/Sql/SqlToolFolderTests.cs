using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage.Sql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Sql;

/// <summary>The folder of the look-ups at the start.</summary>
public sealed class SqlToolFolderTests : IDisposable
{
    private const string Good = """
        name: rooms
        description: Rooms.
        title: Room list
        connection: house
        statement: select id from rooms
        columns:
          - name: id
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("chatopsbot-tools-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Without_a_folder_there_is_no_look_up() => Assert.Empty(Read());

    [Fact]
    public void Every_yaml_file_is_a_look_up_and_nothing_else_is()
    {
        Write("rooms.yaml", Good);
        Write("README.md", "# Look-ups");
        Write(".rooms.yaml.swp", "x");

        Assert.Equal(["rooms"], Read("Host=127.0.0.1").Select(tool => tool.Name));
    }

    [Fact]
    public void A_wrong_one_stops_the_start_with_file_line_and_mend()
    {
        Write("a.yaml", Good);
        Write("b.yaml", Good);
        Write("c.yaml", Good.Replace("select id", "delete", StringComparison.Ordinal));

        var fault = Assert.Throws<OptionsValidationException>(() => Read("Host=127.0.0.1"));

        Assert.Contains("b.yaml, line 1: a tool rooms is in ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("c.yaml, line 5: statement begins with delete; write a SELECT.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_has_to_be_there_and_its_secret_is_never_said()
    {
        Write("rooms.yaml", Good);

        Assert.Contains("Set Tools:Sql:Connections:house.", Assert.Throws<OptionsValidationException>(() => Read()).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Assert.Throws<OptionsValidationException>(() => Read("Password=hunter2;Nonsense=1")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Assert.Throws<OptionsValidationException>(() => Read("Password=hunter2")).Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "tools"));
        File.WriteAllText(Path.Combine(folder.FullName, name), text);
    }

    private List<IAnswerTool> Read(string? connection = null)
    {
        var settings = new Dictionary<string, string?>();
        if (connection is not null)
        {
            settings["Tools:Sql:Connections:house"] = connection;
        }

        using var services = new ServiceCollection().AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new ContentRoot(_root.FullName))
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSqlTools()
            .BuildServiceProvider();
        return [.. services.GetRequiredService<SqlTools>().Tools];
    }
}
