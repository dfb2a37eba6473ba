using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Web;

/// <summary>The web API and its playground.</summary>
public sealed class WebChannelOptions
{
    public const string SectionName = "Channels:Web";

    /// <summary>Gets or sets a value indicating whether the web API is served. On by default.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Gets the keys that may call; two may be valid at once for rotation. None by default: callers on this machine are served in the
    /// Development environment, nobody elsewhere.
    /// </summary>
    [ValidateEnumeratedItems]
    public IList<WebApiKeyOptions> ApiKeys { get; } = [];

    /// <summary>Gets or sets how long a request waits for its answer. One minute by default. The turn goes on after it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how many requests a caller may send per minute. 1,200 by default; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 1_200;

    /// <summary>Gets the origins whose pages may call from a browser, such as <c>https://intranet.example.com</c>. None by default.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

/// <summary>One key of the web API.</summary>
public sealed class WebApiKeyOptions
{
    /// <summary>Gets or sets the hash of the key, <c>sha256:</c> and 64 hexadecimal digits. The command <c>key new</c> prints a key and its hash.</summary>
    [Required]
    public string Hash { get; set; } = string.Empty;

    /// <summary>Gets or sets the organisation the key belongs to. <c>default</c> by default.</summary>
    [Required]
    public string Tenant { get; set; } = "default";

    /// <summary>Gets the rights of the key itself: groups, or <c>everyone</c>. None by default: without a user, nothing is found.</summary>
    public IList<string> Principals { get; } = [];

    /// <summary>Gets the users the key may act for, or <c>*</c> for all. None by default.</summary>
    public IList<string> MayActFor { get; } = [];
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class WebChannelOptionsValidator() : AnnotatedOptionsValidator<WebChannelOptions>(WebChannelOptions.SectionName);
