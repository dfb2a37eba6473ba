using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>Where declared look-ups are written, and the databases they read.</summary>
public sealed class SqlToolOptions
{
    public const string SectionName = "Tools:Sql";

    /// <summary>Gets or sets the folder of the look-ups, from the content root; one that does not exist holds none. <c>tools</c> by default.</summary>
    [Required]
    public string Path { get; set; } = "tools";

    /// <summary>Gets the connection string of each database, by the name the look-ups have for it, as Npgsql reads it. The role may read what is looked up and write nothing. None by default.</summary>
    public IDictionary<string, string> Connections { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets how many connections are held to each database. 4 by default.</summary>
    [Range(1, 50)]
    public int MaxPoolSize { get; set; } = 4;

    /// <summary>Gets or sets how long the database may work on one look-up. 4 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(4);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class SqlToolOptionsValidator() : AnnotatedOptionsValidator<SqlToolOptions>(SqlToolOptions.SectionName);
