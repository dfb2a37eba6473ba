using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>The prompts in use: the last good set of the folder.</summary>
internal sealed class PromptLibrary : IPromptLibrary
{
    private readonly PromptFolder _folder;
    private readonly string? _region;
    private readonly Lock _reloading = new();
    private volatile PromptSet _set;
    private string _digest;

    /// <summary>Reads the prompts.</summary>
    /// <exception cref="OptionsValidationException">They cannot be used.</exception>
    public PromptLibrary(PromptFolder folder, IOptions<PromptOptions> options)
    {
        _folder = folder;
        _region = options.Value.Region;
        var reading = folder.Read();
        _set = reading.Set ?? throw new OptionsValidationException(PromptOptions.SectionName, typeof(PromptOptions), reading.Faults);
        _digest = reading.Digest;
    }

    /// <summary>Gets the prompts, all read together.</summary>
    public PromptSet Current => _set;

    public Prompt Select(string name, TenantId tenant, string thread)
        => _set.Select(name, tenant, _region, thread) ?? throw new KeyNotFoundException($"There is no active prompt {name}.");

    /// <summary>Reads the folder again and uses it when it is good. Returns null when nothing changed since the last reading.</summary>
    public PromptReading? Reload()
    {
        lock (_reloading)
        {
            var reading = _folder.Read();
            if (reading.Digest == _digest)
            {
                return null;
            }

            _digest = reading.Digest;
            _set = reading.Set ?? _set;
            return reading;
        }
    }
}
