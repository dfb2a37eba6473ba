using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Tools;

/// <summary>Servers whose tools a model may call while it answers.</summary>
public sealed class ToolServersOptions
{
    public const string SectionName = "Tools";

    /// <summary>Gets the servers that speak the Model Context Protocol. None by default.</summary>
    [ValidateEnumeratedItems]
    public IList<ToolServerOptions> Mcp { get; } = [];
}

/// <summary>One server. Either <see cref="Endpoint"/> or <see cref="Command"/> says where it is.</summary>
public sealed class ToolServerOptions
{
    /// <summary>Gets or sets its name, which the names of its tools begin with.</summary>
    [Required]
    public string? Name { get; set; }

    /// <summary>Gets or sets what its results are cited as. `Name` when not set.</summary>
    public string? Title { get; set; }

    /// <summary>Gets or sets where a person can look up what it tells, with https. Citations have no link when not set.</summary>
    public Uri? Link { get; set; }

    /// <summary>Gets or sets its address, for streamable HTTP. Plain http is taken for this machine only.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets what is sent with every request to `Endpoint`, such as `Authorization`.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the program to start, which is spoken with over its standard input and output.</summary>
    public string? Command { get; set; }

    /// <summary>Gets the arguments of `Command`.</summary>
    public IList<string> Args { get; } = [];

    /// <summary>Gets the environment of `Command`. Of the bot's own environment it gets the path, the home folder and the like, and no secret.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the tools that may be called, by the server's names for them. One that says of itself that it changes something is refused all the same.</summary>
    public IList<string> AllowedTools { get; } = [];

    /// <summary>Gets the organisations that may use it. Every one by default.</summary>
    public IList<string> Tenants { get; } = [];

    /// <summary>Gets the principals that may use it, as a knowledge source lists them. Everybody by default.</summary>
    public IList<string> Readers { get; } = [];

    /// <summary>Gets or sets how long connecting and listing its tools may take. 10 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how often its tools are listed again. 1 minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class ToolServersOptionsValidator() : AnnotatedOptionsValidator<ToolServersOptions>(ToolServersOptions.SectionName);
