using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Diagnostics.Yaml;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Reads one file of a prompt. Every fault names file, line, what and mend.</summary>
internal sealed partial class PromptFile
{
    public const int DefaultWeight = 100;

    private const int MaxWeight = 1_000_000;

    private readonly string _file;
    private readonly YamlFields _fields;

    private PromptFile(string file, YamlMap map, ICollection<string> faults)
    {
        _file = file;
        _fields = new YamlFields(map, file, faults);
    }

    /// <summary>Returns the version a file holds; null when it has a fault.</summary>
    /// <param name="file">The file's name, as its writer knows it.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="random">Draws the fences.</param>
    /// <param name="faults">Gets a line for each fault.</param>
    public static PromptVersion? Read(string file, string text, Random random, ICollection<string> faults)
    {
        try
        {
            var before = faults.Count;
            var version = new PromptFile(file, YamlFile.Read(text), faults).Read(random);
            return faults.Count == before ? version : null;
        }
        catch (YamlFaultException fault)
        {
            faults.Add($"{file}, line {fault.Line}: {fault.Message}.");
            return null;
        }
    }

    private PromptVersion Read(Random random)
    {
        var name = _fields.Text("name", isRequired: true);
        var version = _fields.Text("version", isRequired: true);
        var variables = Variables();
        var read = new PromptVersion(name?.Value ?? string.Empty, version?.Value ?? string.Empty, random)
        {
            File = _file,
            Status = _fields.OneOf<PromptStatus>("status", isRequired: true) ?? PromptStatus.Draft,
            Weight = _fields.Whole("weight", 1, MaxWeight) ?? DefaultWeight,
            Tenants = Texts("tenants"),
            Regions = Texts("regions"),
            Variables = variables,
            ModelSettings = Settings(),
            Messages = PromptMessages.Read(_fields, variables),
        };
        _fields.RefuseOthers();
        if (version is not null && !SemanticVersion().IsMatch(version.Value))
        {
            _fields.Add(version.Line, $"version ({version.Value}) is not of the form 1.2.3 or 1.2.3-name; correct it");
        }

        if (name is not null)
        {
            CheckName(name, read);
        }

        return read;
    }

    private void CheckName(YamlText name, PromptVersion read)
    {
        if (!PromptNames.Variables.TryGetValue(name.Value, out var expected))
        {
            _fields.Add(name.Line, $"name ({name.Value}) is no prompt the bot asks for; use one of {string.Join(", ", PromptNames.Variables.Keys.Order(StringComparer.Ordinal))}");
            return;
        }

        foreach (var missing in expected.Except(read.Variables.Select(variable => variable.Name)))
        {
            _fields.Add(_fields.LineOf("variables"), $"variables lacks {missing}, which the bot puts into {name.Value}; declare and use it");
        }

        foreach (var trusted in read.Variables.Where(variable => variable.Form is VariableForm.Trusted && variable.Name != PromptNames.OwnText))
        {
            _fields.Add(_fields.LineOf("variables"), $"the variable {trusted.Name} comes from outside and cannot be of the form trusted; remove its form, and write it between two {{{{fence}}}}");
        }

        foreach (var unknown in read.Variables.Select(variable => variable.Name).Except(expected))
        {
            _fields.Add(_fields.LineOf("variables"), $"variables has {unknown}, which the bot does not put into {name.Value}; remove it. Known: {string.Join(", ", expected)}");
        }
    }

    private List<PromptVariable> Variables()
    {
        var variables = new List<PromptVariable>();
        foreach (var fields in _fields.Maps("variables"))
        {
            var name = fields.Text("name", isRequired: true);
            var form = fields.OneOf<VariableForm>("form") ?? VariableForm.Data;
            fields.Text("description", isRequired: true);
            fields.RefuseOthers();
            if (name is null)
            {
                continue;
            }

            if (!VariableName().IsMatch(name.Value) || name.Value == PromptTemplate.Fence)
            {
                fields.Add(name.Line, $"the variable {name.Value} has a name that cannot be used; take small letters, digits and underscores, and not \"{PromptTemplate.Fence}\"");
            }
            else if (variables.Exists(earlier => earlier.Name == name.Value))
            {
                fields.Add(name.Line, $"the variable {name.Value} is declared twice; remove one of them");
            }
            else
            {
                variables.Add(new PromptVariable(name.Value, form));
            }
        }

        return variables;
    }

    private PromptSettings Settings()
    {
        if (_fields.Map("settings") is not { } fields)
        {
            return new PromptSettings();
        }

        var settings = new PromptSettings
        {
            Temperature = fields.Number("temperature", 0, 2),
            TopP = fields.Number("top_p", 0, 1),
            MaxOutputTokens = fields.Whole("max_output_tokens", 1, 100_000),
            Seed = fields.Whole("seed", 0, int.MaxValue),
            Stop = [.. fields.Texts("stop").Select(stop => stop.Value)],
        };
        var response = fields.Map("response");
        fields.RefuseOthers();
        return response is null ? settings : WithResponse(settings, response);
    }

    private static PromptSettings WithResponse(PromptSettings settings, YamlFields fields)
    {
        var name = fields.Text("name", isRequired: true);
        var schema = fields.Text("json_schema", isRequired: true);
        fields.RefuseOthers();
        if (schema is null)
        {
            return settings;
        }

        try
        {
            using var json = JsonDocument.Parse(schema.Value);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
            {
                fields.Add(schema.Line, "json_schema is not a JSON object; write one such as {\"type\": \"object\"}");
                return settings;
            }

            return settings with { ResponseName = name?.Value, ResponseSchema = json.RootElement.Clone() };
        }
        catch (JsonException fault)
        {
            fields.Add(schema.TextLine + (int)(fault.LineNumber ?? 0), "json_schema is not JSON; correct it there");
            return settings;
        }
    }

    private string[] Texts(string name) => [.. _fields.Texts(name).Select(text => text.Value)];

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})(-[0-9A-Za-z][0-9A-Za-z.-]{0,40})?$", RegexOptions.NonBacktracking)]
    private static partial Regex SemanticVersion();

    [GeneratedRegex("^[a-z][a-z0-9_]{0,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex VariableName();
}
