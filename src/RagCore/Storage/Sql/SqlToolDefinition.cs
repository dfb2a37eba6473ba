using ChatOpsBot.RagCore.Answering.Tools;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>A look-up as its file declares it.</summary>
internal sealed record SqlToolDefinition
{
    /// <summary>What the statement calls the asker; bound by us and never by a model.</summary>
    public const string Asker = "asker_id";

    /// <summary>What the statement calls the asker's organisation; bound by us and never by a model.</summary>
    public const string Tenant = "asker_tenant";

    /// <summary>Gets the file it stands in, as its writer knows it.</summary>
    public required string File { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Gets what its results are cited as.</summary>
    public required string Title { get; init; }

    /// <summary>Gets where a person can look it up; null when nowhere.</summary>
    public Uri? Link { get; init; }

    /// <summary>Gets the name of the database's connection.</summary>
    public required string Connection { get; init; }

    public required ToolAudience Audience { get; init; }

    public required IReadOnlyList<SqlToolParameter> Parameters { get; init; }

    public required SqlStatement Statement { get; init; }

    /// <summary>Gets the columns that are shown, with their headings, in order.</summary>
    public required IReadOnlyList<(string Name, string Heading)> Columns { get; init; }

    public required int MaxRows { get; init; }
}
