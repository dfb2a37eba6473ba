using System.ComponentModel.DataAnnotations;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>One model that writes answers.</summary>
public sealed class ChatModelOptions
{
    /// <summary>Gets or sets the name the model has here: in logs, bills and allow-lists. The name of the model when not set; no two models may share one.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets whose protocol is spoken: <c>OpenAI</c>, which many other services and local servers speak too, or <c>Anthropic</c>. Required.</summary>
    [Required]
    [EnumDataType(typeof(ChatProvider))]
    public ChatProvider? Provider { get; set; }

    /// <summary>Gets or sets where the service is, such as <c>http://localhost:11434/v1</c>. The provider's public address when not set; plain http is taken for this machine only.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the key of the service. Required unless `Endpoint` is set to a service that asks for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the name the service has for the model, such as <c>gpt-5-mini</c>. Required.</summary>
    [Required]
    public string? Model { get; set; }

    /// <summary>Gets or sets the price of a million tokens read. 0 by default.</summary>
    public decimal InputPrice { get; set; }

    /// <summary>Gets or sets the price of a million tokens written. 0 by default.</summary>
    public decimal OutputPrice { get; set; }

    /// <summary>Gets or sets a value indicating whether the model is cheap enough to be called when a budget runs low. False by default.</summary>
    public bool Economical { get; set; }

    /// <summary>Gets or sets a value indicating whether the service takes a JSON schema of the answer. True by default; set it to false where a service refuses one.</summary>
    public bool StructuredOutput { get; set; } = true;

    /// <summary>Gets or sets the most tokens one call may write. 2,048 by default.</summary>
    [Range(16, 200_000)]
    public int MaxOutputTokens { get; set; } = 2_048;

    /// <summary>Gets or sets how long the model may be silent at first. 15 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how long the model may be silent between two tokens. 10 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan TokenTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long one call may take. One minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the name the model has here.</summary>
    internal string KnownAs => string.IsNullOrWhiteSpace(Name) ? Model ?? string.Empty : Name;
}

/// <summary>Whose protocol a model speaks.</summary>
public enum ChatProvider
{
    /// <summary>OpenAI's, spoken by many others.</summary>
    OpenAI,

    /// <summary>Anthropic's.</summary>
    Anthropic,
}
