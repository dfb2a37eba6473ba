using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>Reads the look-ups at the start, so that a wrong one stops it.</summary>
internal sealed class SqlToolFolderValidator(ContentRoot root) : IValidateOptions<SqlToolOptions>
{
    public ValidateOptionsResult Validate(string? name, SqlToolOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            return ValidateOptionsResult.Skip;
        }

        string[] faults = [.. ConnectionFaults(options), .. SqlToolFolder.Read(options, root).Faults];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> ConnectionFaults(SqlToolOptions options) =>
        from connection in options.Connections
        where !CanBeRead(connection.Value)
        select $"{SqlToolOptions.SectionName}:Connections:{connection.Key} is no connection string with a Host. Write it as Npgsql reads it.";

    private static bool CanBeRead(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }
}
