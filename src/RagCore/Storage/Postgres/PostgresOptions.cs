using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>How PostgreSQL is used in server mode.</summary>
public sealed class PostgresOptions
{
    public const string SectionName = "Storage:Postgres";

    /// <summary>Gets or sets the connection string, as Npgsql reads it. Required in server mode. The role must own the schema and not be a superuser, for which row-level security would not hold.</summary>
    [Required]
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets how many connections this replica holds at most. 16 by default.</summary>
    [Range(4, 200)]
    public int MaxPoolSize { get; set; } = 16;

    /// <summary>Gets or sets how long a message at the door waits for PostgreSQL before it goes to the spool. 2 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:02.500")]
    public TimeSpan AcceptTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long any other statement may take. 10 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class PostgresOptionsValidator() : AnnotatedOptionsValidator<PostgresOptions>(PostgresOptions.SectionName);
