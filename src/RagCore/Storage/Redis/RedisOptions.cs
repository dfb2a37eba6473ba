using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>How Redis is used in server mode.</summary>
public sealed class RedisOptions
{
    public const string SectionName = "Storage:Redis";

    /// <summary>Gets or sets the connection string, as StackExchange.Redis reads it. Without one, memory and limits are kept by each replica for itself.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Gets or sets how long any use of Redis may take before it is done without. 250 milliseconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:05")]
    public TimeSpan Budget { get; set; } = TimeSpan.FromMilliseconds(250);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class RedisOptionsValidator() : AnnotatedOptionsValidator<RedisOptions>(RedisOptions.SectionName);

/// <summary>Checks that the connection string can be read. Says nothing of it, because it may hold a password.</summary>
internal sealed class RedisConnectionStringValidator : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options) => string.IsNullOrWhiteSpace(options.ConnectionString) || IsReadable(options.ConnectionString)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{RedisOptions.SectionName}:{nameof(RedisOptions.ConnectionString)} cannot be read: write it as host:port,password=…,ssl=true.");

    private static bool IsReadable(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }
}
