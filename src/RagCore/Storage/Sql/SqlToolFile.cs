using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Diagnostics.Yaml;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>Reads the file of a look-up. Every fault names file, line, what and mend.</summary>
internal sealed partial class SqlToolFile
{
    private const int DefaultMaxRows = 20;
    private const int LargestMaxRows = 200;
    private const int LongestText = 2_000;
    private const int LongestMaxLength = 4_000;

    private static readonly string[] Bindings = [SqlToolDefinition.Asker, SqlToolDefinition.Tenant];

    private readonly string _file;
    private readonly YamlFields _fields;

    private SqlToolFile(string file, YamlMap map, ICollection<string> faults)
    {
        _file = file;
        _fields = new YamlFields(map, file, faults);
    }

    /// <summary>Returns the look-up a file holds; null when it has a fault.</summary>
    /// <param name="file">The file's name, as its writer knows it.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="faults">Gets a line for each fault.</param>
    public static SqlToolDefinition? Read(string file, string text, ICollection<string> faults)
    {
        try
        {
            var before = faults.Count;
            var definition = new SqlToolFile(file, YamlFile.Read(text), faults).Read();
            return faults.Count == before ? definition : null;
        }
        catch (YamlFaultException fault)
        {
            faults.Add($"{file}, line {fault.Line}: {fault.Message}.");
            return null;
        }
    }

    private SqlToolDefinition Read()
    {
        var parameters = Parameters();
        var identity = Identity(parameters);
        var definition = new SqlToolDefinition
        {
            File = _file,
            Name = Name(),
            Description = Bounded(_fields, "description"),
            Title = Bounded(_fields, "title"),
            Link = Link(),
            Connection = _fields.Text("connection", isRequired: true)?.Value ?? string.Empty,
            Audience = new ToolAudience(Texts("tenants"), Texts("readers"), identity.Contains(SqlToolDefinition.Asker)),
            Parameters = parameters,
            Statement = Statement([.. parameters.Select(parameter => parameter.Name), .. identity]),
            Columns = Columns(),
            MaxRows = _fields.Whole("max_rows", 1, LargestMaxRows) ?? DefaultMaxRows,
        };
        _fields.RefuseOthers();
        return definition;
    }

    private string Name()
    {
        var name = _fields.Text("name", isRequired: true);
        if (name is not null && !ToolNames.IsValid(name.Value))
        {
            _fields.Add(name.Line, $"name ({name.Value}) is none a model can call; take {ToolNames.Rule}");
        }

        return name?.Value ?? string.Empty;
    }

    private Uri? Link()
    {
        if (_fields.Text("link") is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text.Value, UriKind.Absolute, out var link) && AddressRules.IsHttpsOrLocal(link))
        {
            return link;
        }

        _fields.Add(text.Line, $"link ({text.Value}) is not an address with https; correct it");
        return null;
    }

    private List<SqlToolParameter> Parameters()
    {
        var parameters = new List<SqlToolParameter>();
        foreach (var fields in _fields.Maps("parameters"))
        {
            var name = fields.Text("name", isRequired: true);
            var parameter = new SqlToolParameter(name?.Value ?? string.Empty, fields.OneOf<SqlParameterType>("type", isRequired: true) ?? SqlParameterType.Text, Bounded(fields, "description"))
            {
                IsRequired = fields.OneOf<YesOrNo>("required") is not YesOrNo.False,
                Values = [.. fields.Texts("values").Select(value => value.Value)],
                MaxLength = fields.Whole("max_length", 1, LongestMaxLength) ?? SqlToolParameter.DefaultMaxLength,
            };
            fields.RefuseOthers();
            if (name is null)
            {
                continue;
            }

            if (!Identifier().IsMatch(name.Value) || Bindings.Contains(name.Value))
            {
                fields.Add(name.Line, $"the parameter {name.Value} has a name that cannot be used; take small letters, digits and underscores, and none of {string.Join(", ", Bindings)}, which are bound for you");
            }
            else if (parameters.Exists(earlier => earlier.Name == name.Value))
            {
                fields.Add(name.Line, $"the parameter {name.Value} is declared twice; remove one of them");
            }

            parameters.Add(parameter);
        }

        return parameters;
    }

    private List<string> Identity(List<SqlToolParameter> parameters)
    {
        var identity = new List<string>();
        foreach (var text in _fields.Texts("identity"))
        {
            if (!Bindings.Contains(text.Value) || identity.Contains(text.Value))
            {
                _fields.Add(text.Line, $"identity has {text.Value}; write each of {string.Join(", ", Bindings)} once at most");
            }
            else if (!parameters.Exists(parameter => parameter.Name == text.Value))
            {
                identity.Add(text.Value);
            }
        }

        return identity;
    }

    private SqlStatement Statement(IReadOnlyList<string> declared)
    {
        if (_fields.Text("statement", isRequired: true) is not { } text)
        {
            return new SqlStatement(string.Empty, []);
        }

        if (SqlStatement.Read(text.Value, out var fault) is not { } statement)
        {
            _fields.Add(text.TextLine, $"statement {fault}");
            return new SqlStatement(string.Empty, []);
        }

        foreach (var unknown in statement.Parameters.Except(declared))
        {
            _fields.Add(text.TextLine, $"statement uses @{unknown}, which is not declared; declare it under parameters{(Bindings.Contains(unknown) ? " or, as it is bound for you, under identity" : string.Empty)}");
        }

        foreach (var unused in declared.Except(statement.Parameters))
        {
            _fields.Add(text.TextLine, $"statement does not use @{unused}, which is declared; use it outside quotes or remove it");
        }

        return statement;
    }

    private List<(string Name, string Heading)> Columns()
    {
        var columns = new List<(string Name, string Heading)>();
        foreach (var fields in _fields.Maps("columns", isRequired: true))
        {
            var name = fields.Text("name", isRequired: true);
            var heading = fields.Text("title")?.Value;
            fields.RefuseOthers();
            if (name is not null && !Identifier().IsMatch(name.Value))
            {
                fields.Add(name.Line, $"the column {name.Value} has a name that cannot be used; name it in the statement with AS, in small letters, digits and underscores");
            }
            else if (name is not null)
            {
                columns.Add((name.Value, heading ?? name.Value));
            }
        }

        return columns;
    }

    private static string Bounded(YamlFields fields, string name)
    {
        var text = fields.Text(name, isRequired: true);
        if (text?.Value.Length > LongestText)
        {
            fields.Add(text.Line, FormattableString.Invariant($"{name} is longer than {LongestText} characters; shorten it"));
        }

        return text?.Value ?? string.Empty;
    }

    private string[] Texts(string name) => [.. _fields.Texts(name).Select(text => text.Value)];

    [GeneratedRegex(@"^[a-z_][a-z0-9_]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();

    private enum YesOrNo
    {
        True,
        False,
    }
}
