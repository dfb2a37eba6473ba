using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Gives named versions in place of the chosen ones, whatever their status: for comparing a draft with what is in use.</summary>
internal sealed class PinnedPrompts(PromptLibrary library) : IPromptLibrary
{
    private volatile Dictionary<string, PromptVersion> _pins = new(StringComparer.Ordinal);

    public Prompt Select(string name, TenantId tenant, string thread) => _pins.TryGetValue(name, out var pinned) ? pinned : library.Select(name, tenant, thread);

    /// <summary>Takes versions of the form <c>name=version</c> from now on.</summary>
    /// <exception cref="ArgumentException">There is no such version; the message names those there are.</exception>
    public void Pin(IEnumerable<string> versions)
    {
        var pins = new Dictionary<string, PromptVersion>(StringComparer.Ordinal);
        foreach (var version in versions.Select(Find))
        {
            if (!pins.TryAdd(version.Name, version))
            {
                throw new ArgumentException($"The prompt {version.Name} is named twice; name one version of it.");
            }
        }

        _pins = pins;
    }

    private PromptVersion Find(string pin)
    {
        if (pin.Split('=') is not [var name, var version])
        {
            throw new ArgumentException($"{pin} is not of the form name=version, such as answer=1.0.0.");
        }

        return library.Current.Find(name, version)
            ?? throw new ArgumentException($"There is no prompt {name} {version}. Known: {Known(name)}.");
    }

    private string Known(string name) => string.Join(", ", (library.Current.Of(name) is { Count: > 0 } versions ? versions : PromptNames.Variables.Keys.SelectMany(library.Current.Of))
        .Select(known => $"{known.Name}={known.Version}"));
}
