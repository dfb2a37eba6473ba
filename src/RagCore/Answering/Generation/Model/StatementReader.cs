using System.Text;

namespace ChatOpsBot.RagCore.Answering.Generation.Model;

/// <summary>
/// Reads statements out of a model's text while it arrives. Whatever is a whole JSON object with a text and quotes is one, wherever it
/// stands: in the object that was asked for, in a bare list, in a code fence, after an introduction, or before a cut.
/// </summary>
internal sealed class StatementReader
{
    /// <summary>The most that is read of one draft, in characters. A longer one is no answer.</summary>
    public const int LongestDraft = 64_000;

    private const int LongestStatement = 16_000;
    private const int DeepestNesting = 16;

    private readonly StringBuilder _text = new();
    private readonly List<int> _open = [];
    private bool _inString;
    private bool _isEscaped;
    private bool _sawEmptyList;
    private int _found;

    /// <summary>Gets a value indicating whether no more is read.</summary>
    public bool IsFull => _text.Length >= LongestDraft;

    /// <summary>Gets a value indicating whether the draft said something that can be read: statements, or that there are none.</summary>
    public bool IsReadable => _found > 0 || _sawEmptyList;

    /// <summary>Gets what was read so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Takes the next piece and returns the statements that it made whole.</summary>
    public IReadOnlyList<DraftStatement> Read(string piece)
    {
        var statements = new List<DraftStatement>();
        foreach (var character in piece)
        {
            if (IsFull)
            {
                break;
            }

            if (Take(character) && _open.Count > 0)
            {
                Close(statements);
            }
        }

        return statements;
    }

    // Returns whether an object was closed.
    private bool Take(char character)
    {
        if (_inString)
        {
            TakeInString(character);
            return false;
        }

        _text.Append(character);
        switch (character)
        {
            case '"' when _open.Count > 0:
                _inString = true;
                return false;
            case '{' when _open.Count < DeepestNesting:
                _open.Add(_text.Length - 1);
                return false;
            default:
                return character == '}';
        }
    }

    // Models write line breaks into strings as they are; JSON wants them escaped.
    private void TakeInString(char character)
    {
        if (char.IsControl(character))
        {
            _text.Append(character is '\n' or '\t' ? @"\n" : " ");
            _isEscaped = false;
            return;
        }

        _text.Append(character);
        _inString = _isEscaped || character != '"';
        _isEscaped = !_isEscaped && character == '\\';
    }

    private void Close(List<DraftStatement> statements)
    {
        var start = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (_text.Length - start > LongestStatement && _open.Count > 0)
        {
            return;
        }

        if (StatementJson.TryParse(_text.ToString(start, _text.Length - start)) is not { } json)
        {
            return;
        }

        using (json)
        {
            if (StatementJson.Read(json.RootElement) is { } statement)
            {
                _found++;
                statements.Add(statement);
            }
            else
            {
                _sawEmptyList |= StatementJson.SaysNothing(json.RootElement);
            }
        }
    }
}
