using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Loading;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Checks what the annotations say.</summary>
internal sealed class KnowledgeOptionsValidator() : AnnotatedOptionsValidator<KnowledgeOptions>(KnowledgeOptions.SectionName);

/// <summary>Checks what concerns each source, and all of them together.</summary>
internal sealed class KnowledgeSourcesValidator(ContentRoot root) : IValidateOptions<KnowledgeOptions>
{
    public ValidateOptionsResult Validate(string? name, KnowledgeOptions options)
    {
        var failures = new List<string>();
        for (var index = 0; index < options.Sources.Count; index++)
        {
            failures.AddRange(Check(options.Sources[index], $"{KnowledgeOptions.SectionName}:Sources:{index}"));
        }

        if (failures.Count == 0)
        {
            failures.AddRange(CheckTogether(options));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Check(KnowledgeSourceOptions source, string key)
    {
        if (source.IsWeb)
        {
            foreach (var fault in WebSourceFaults.Of(source, key))
            {
                yield return fault;
            }
        }
        else if (source.AllowedNetworks.Count > 0)
        {
            yield return $"{key}:AllowedNetworks is for sources with Urls or Sitemaps. Remove it.";
        }

        if (string.IsNullOrWhiteSpace(source.Path))
        {
            if (!source.IsWeb)
            {
                yield return $"{key}:Path is empty. Name a folder of documents, or pages in Urls or Sitemaps.";
            }
        }
        else if (!Directory.Exists(root.Resolve(source.Path)))
        {
            yield return $"{key}:Path ({source.Path}) is not a folder: {root.Resolve(source.Path)}. Create it or correct the path.";
        }

        if (source.Name is not null && string.IsNullOrWhiteSpace(source.Name))
        {
            yield return $"{key}:Name is empty. Give a name or remove the key.";
        }

        if (string.IsNullOrWhiteSpace(source.Tenant))
        {
            yield return $"{key}:Tenant is empty. Name the organisation or remove the key.";
        }

        if (source.Readers is { } readers && (readers.Count == 0 || readers.Any(string.IsNullOrWhiteSpace)))
        {
            yield return $"{key}:Readers has no or an empty entry. List groups or \"everyone\", or remove the key so that everyone may read.";
        }

        if (source.BaseUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            yield return $"{key}:BaseUrl ({url}) is not an http or https address. Correct it or remove the key.";
        }

        if (source.LinkTemplate is { } template && !source.IsWeb)
        {
            if (source.BaseUrl is not null)
            {
                yield return $"{key}:LinkTemplate and BaseUrl both say where documents are. Remove one of them.";
            }
            else if (LinkTemplate.FaultOf(template, root.Resolve(source.Path)) is { } fault)
            {
                yield return $"{key}:LinkTemplate ({template}) {fault}";
            }
        }
    }

    private IEnumerable<string> CheckTogether(KnowledgeOptions options)
    {
        var sources = KnowledgeSource.FromOptions(options, root);
        if (options.Sources.Count == 0 && !Directory.Exists(sources[0].Folder))
        {
            yield return $"{KnowledgeOptions.SectionName}:Sources is not set and the sample handbook is missing: {sources[0].Folder}. Set Knowledge:Sources:0:Path to a folder of documents.";
        }

        for (var index = 0; index < sources.Count; index++)
        {
            if (NameFault(sources, index) is { } fault)
            {
                yield return $"{KnowledgeOptions.SectionName}:Sources:{index}:Name ({sources[index].Name}) {fault} Give the source another Name: it is part of the ids of documents.";
            }
        }
    }

    private static string? NameFault(IReadOnlyList<KnowledgeSource> sources, int index)
    {
        var name = KnowledgeSource.PrefixOf(sources[index].Name);
        if (name == KnowledgeSource.StoredName)
        {
            return "is reserved for the documents that `ingest` keeps.";
        }

        var earlier = sources.Take(index).ToList().FindIndex(source => source.Tenant == sources[index].Tenant && KnowledgeSource.PrefixOf(source.Name) == name);
        return earlier < 0 ? null : $"makes the same ids as {KnowledgeOptions.SectionName}:Sources:{earlier}.";
    }
}
