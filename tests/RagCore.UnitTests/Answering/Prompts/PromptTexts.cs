namespace ChatOpsBot.RagCore.UnitTests.Answering.Prompts;

/// <summary>Files of prompts as somebody would write them.</summary>
internal static class PromptTexts
{
    /// <summary>A prompt without a fault. Its lines are counted by tests.</summary>
    public const string Good = """
        name: rewrite
        version: 1.0.0
        status: active
        weight: 100
        variables:
          - name: question
            description: The question.
          - name: thread
            description: The thread.
        settings:
          temperature: 0.5
          max_output_tokens: 300
          stop: ["END"]
        messages:
          - role: system
            text: Make the question whole.
          - role: user
            text: |
              begin {{fence}}
              {{thread}}
              {{question}}
              end {{fence}}

        """;

    public static string Rewrite(string version, string status = "active", int weight = 100, string more = "")
        => Good
            .Replace("version: 1.0.0", $"version: {version}", StringComparison.Ordinal)
            .Replace("status: active", $"status: {status}", StringComparison.Ordinal)
            .Replace("weight: 100", $"weight: {weight}{(more.Length == 0 ? string.Empty : "\n" + more)}", StringComparison.Ordinal);
}
