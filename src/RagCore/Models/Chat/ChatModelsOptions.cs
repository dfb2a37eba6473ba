using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>The models that write answers. Without one, answers are quoted from the sources.</summary>
public sealed class ChatModelsOptions
{
    public const string SectionName = "Models";

    /// <summary>Gets the models, in the order in which they are tried. None by default.</summary>
    [ValidateEnumeratedItems]
    public IList<ChatModelOptions> Chat { get; } = [];

    /// <summary>Gets which models an organisation allows, by the name of the organisation. One that is not named allows all, one that is named without a model allows none; no other model is asked for it, even in an outage.</summary>
    public IDictionary<string, IList<string>> AllowedByTenant { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);
}
