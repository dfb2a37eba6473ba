using System.Text.RegularExpressions;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Screening;

/// <summary>
/// Phrases that speak to an assistant and not to a reader. Some say enough alone; others only where two different ones stand near each
/// other, because people write them about people too.
/// </summary>
internal static class OrderPhrases
{
    private const int Near = 1_000;

    // Linear in the text whatever stands in it.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Alone = Any(
        // What came before shall not count.
        @"\b(ignore|disregard|forget|override|skip)\b[\s,:]+(\w+\s+){0,3}(previous|prior|preceding|earlier|above|former|foregoing|system|original|your)\s+(\w+\s+){0,2}(instructions?|prompts?|directives?|guardrails?)\b",
        @"\b(ignore|disregard|forget)\b\s+(everything|all)\s+(that\s+)?(you\s+(were|have\s+been)\s+(told|instructed)|(said|written|instructed)\s+(above|before))",
        @"\b(ignorier\w*|vergiss|vergessen|missachte\w*)\b\s+(sie\s+)?(\w+\s+){0,2}(vorherigen?|bisherigen?|vorigen?|obigen?|früheren?)\s+(\w+\s+)?(anweisung(en)?|instruktion(en)?|befehle?|vorgaben)\b",
        @"\b(ignore[zr]?|oublie[zr]?)\b\s+(\w+\s+){0,2}(instructions?|consignes?|directives?)\s+(précédentes?|antérieures?|ci-dessus)",
        @"\b(ignor[ae]|olvid[ae])\b\s+(\w+\s+){0,2}(instrucciones|indicaciones|órdenes)\s+(anteriores|previas)",
        @"\b(ignora|dimentica)\b\s+(\w+\s+){0,2}(istruzioni|indicazioni)\s+(precedenti|anteriori)",
        @"\b(ignore|esqueça)\b\s+(\w+\s+){0,2}instruções\s+(anteriores|prévias)",
        @"\b(negeer|vergeet)\b\s+(\w+\s+){0,2}(vorige|eerdere|bovenstaande)\s+(instructies|aanwijzingen)",
        @"(игнорируй(те)?|забудь(те)?)\s+(\w+\s+){0,2}(предыдущие|прежние|вышеуказанные)\s+(инструкции|указания)",
        "(忽略|无视|忘记)[^。\\n]{0,6}(之前|以前|以上|前面|先前|上述)[^。\\n]{0,6}(指令|指示|提示词|命令)",
        "(以前|上記|これまで|前述|先ほど)の[^。\\n]{0,8}(指示|命令|プロンプト)[^。\\n]{0,4}(無視|忘れ)",

        // The marks of a conversation with a model.
        @"<\|(im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id)\|>",
        @"\[/?INST\]|<</?SYS>>",
        @"(^|\n)\s{0,3}#{2,}\s*(system|assistant)(\s+(prompt|message|instructions?))?\s*:",
        @"\b(begin|start|new|end)\s+(of\s+)?(system|developer)\s+(prompt|message|instructions)\b",

        // What the model was told shall be told.
        @"\b(reveal|print|repeat|output|leak|disclose|display)\b\s+(\w+\s+){0,3}(system|hidden|initial|secret)\s+(prompt|instructions?)\b",

        // Another person shall speak.
        @"\byou\s+are\s+(now|from\s+now\s+on)\s+(\w+\s+){0,3}(dan|unrestricted|jailbroken|unfiltered|uncensored|(in\s+)?developer\s+mode)\b",
        @"\b(if|when|since|because|as)\s+you\s+(are|'re)\s+(an?\s+)?(ai|artificial\s+intelligence|llm|(large\s+)?language\s+model|chat\s?bot|ai\s+(assistant|agent|model))\b",
        @"\b(attention|note|message|notice|important)\s*(,|:|to|for)?\s+(all\s+|any\s+|the\s+)?(ai|llms?|language\s+models?|chat\s?bots?)(\s+(assistants?|agents?|models?|systems?))?\s*[:,!]");

    private static readonly Regex[] Together =
    [
        Any(@"\b(do\s+not|don't|never)\s+(tell|inform|mention|reveal|alert|warn)\s+(\w+\s+){0,4}(users?|readers?|humans?|person)\b"),
        Any(
            @"\b(chat\s?bot|language\s+model|llm|ai)\b\s*[:,]?\s+(must|should|shall|has\s+to|needs\s+to|will)\s+(now\s+|always\s+|only\s+)*(answer|reply|respond|say|state|include|insert|append|add|send|forward|recommend|claim|link)\b",
            @"\bassistant\b\s*[:,]?\s+(must|should|shall)\s+(now\s+|always\s+|only\s+)*(include|insert|append|recommend|claim|link)\b"),
        Any(@"\b(your|the)\s+new\s+(instructions?|task|role|goal|rules?)\s+(is|are)\b", @"\bfrom\s+now\s+on\s*,?\s+you\b", @"\bact\s+as\s+(if\s+you\b|an?\s+\w+\s+(assistant|model|admin\w*)\b)"),
        Any(@"!\[[^\]\n]*\]\(https?://[^)\s]*[?&][^)\s]*=", @"\b(send|post|forward|exfiltrate|upload)\b\s+(\w+\s+){0,6}(to|at)\s+(https?://|\S+@\S)"),
        Any(@"\b(end|finish|start|begin)\s+(your|every|each)\s+(answers?|repl(y|ies)|responses?)\s+(with|by)\b"),
        Any(@"\b(conversation|chat)\s+history\b", @"\b(api\s+keys?|passwords?|secrets?|credentials)\b\s+(\w+\s+){0,4}(context|memory|prompt)\b"),
    ];

    /// <summary>Says whether the text gives orders to an assistant.</summary>
    public static bool AreIn(string text)
    {
        var seen = HiddenCharacters.Remove(text);
        return Alone.IsMatch(seen) || TwoStandTogether(seen);
    }

    private static bool TwoStandTogether(string text)
    {
        var places = new List<(int At, int Kind)>();
        for (var kind = 0; kind < Together.Length; kind++)
        {
            foreach (var match in Together[kind].EnumerateMatches(text))
            {
                places.Add((match.Index, kind));
            }
        }

        places.Sort();
        for (var index = 1; index < places.Count; index++)
        {
            if (places[index].Kind != places[index - 1].Kind && places[index].At - places[index - 1].At < Near)
            {
                return true;
            }
        }

        return false;
    }

    private static Regex Any(params string[] patterns) => new(string.Join('|', patterns.Select(pattern => $"(?:{pattern})")), Options);
}
