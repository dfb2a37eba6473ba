namespace ChatOpsBot.RagCore.Diagnostics.Yaml;

/// <summary>A value of a YAML file, with the line it stands on.</summary>
/// <param name="Line">The line, from 1.</param>
internal abstract record YamlValue(int Line);

/// <summary>A single value; numbers and truth values are texts too, until somebody reads them.</summary>
/// <param name="Value">The value.</param>
/// <param name="Line">The line it starts on.</param>
/// <param name="TextLine">The line of its first character: one further where the text begins below a <c>|</c>.</param>
/// <param name="KeepsLines">Whether its lines are the file's lines.</param>
internal sealed record YamlText(string Value, int Line, int TextLine, bool KeepsLines) : YamlValue(Line);

/// <summary>A list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Line">The line it starts on.</param>
internal sealed record YamlList(IReadOnlyList<YamlValue> Items, int Line) : YamlValue(Line);

/// <summary>Values by name, in the order of the file.</summary>
/// <param name="Members">Its members; a name stands once.</param>
/// <param name="Line">The line it starts on.</param>
internal sealed record YamlMap(IReadOnlyDictionary<string, YamlValue> Members, int Line) : YamlValue(Line);
