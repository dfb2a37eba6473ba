using ChatOpsBot.RagCore.Answering.Sentences;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>How far the value of a variable is trusted.</summary>
internal enum VariableForm
{
    /// <summary>Text from outside: stands between fences, in a message of the user.</summary>
    Data,

    /// <summary>One short word, such as a language; everything but letters, digits, hyphen and underscore is dropped.</summary>
    Word,

    /// <summary>Text of the program's own.</summary>
    Trusted,
}

/// <summary>A declared variable of a prompt.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Form">How far its value is trusted.</param>
internal sealed record PromptVariable(string Name, VariableForm Form)
{
    private const int MaxWord = 64;

    /// <summary>Returns a value as it may stand in a prompt.</summary>
    public string Clean(string value) => Form switch
    {
        VariableForm.Word => new string([.. value.Where(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_').Take(MaxWord)]),
        VariableForm.Trusted => value,
        _ => CleanData(value),
    };

    // What nobody sees could say something to the model alone (L-37).
    private static string CleanData(string value)
    {
        var visible = InvisibleCharacters.Remove(value).Replace("\r\n", "\n", StringComparison.Ordinal);
        return string.Concat(visible.Where(character => !char.IsControl(character) || character is '\n' or '\t'));
    }
}
