namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Finds the places of the highest scores above zero. Equal scores: the lower place first.</summary>
internal static class TopScores
{
    public static IReadOnlyList<int> Select(ReadOnlySpan<float> scores, int count)
    {
        var queue = new PriorityQueue<int, (float Score, int Place)>();
        var threshold = 0f;
        for (var place = 0; place < scores.Length; place++)
        {
            if (scores[place] <= threshold)
            {
                continue;
            }

            if (queue.Count < count)
            {
                queue.Enqueue(place, (scores[place], -place));
            }
            else
            {
                queue.EnqueueDequeue(place, (scores[place], -place));
            }

            threshold = queue.Count < count ? 0 : scores[queue.Peek()];
        }

        return [.. queue.UnorderedItems.Select(item => item.Element)];
    }
}
