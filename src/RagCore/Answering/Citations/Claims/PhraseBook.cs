namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>The little words in the languages answers are most often given in. The longest match wins.</summary>
internal static class PhraseBook
{
    private static readonly (string Words, Phrase Phrase)[] Entries = [.. new Dictionary<Phrase, string>
    {
        [Of(ClaimMarks.Only)] = "only|solely|exclusively|nur|ausschließlich|seulement|uniquement|exclusivement|solo|solamente|únicamente|のみ|だけ",
        [Of(ClaimMarks.If)] = "if|when|whenever|as long as|provided|provided that|in case|in the event|on condition|once|wenn|falls|sofern|si|lorsque|quand|siempre que|en caso|cuando|場合",
        [Of(ClaimMarks.Except)] = "unless|except|except for|apart from|other than|without|excluding|außer|ohne|es sei denn|ausgenommen|sauf|hormis|sans|excepto|salvo|sin|a menos que|除",
        [Of(ClaimMarks.Must)] = "must|shall|have to|has to|had to|need to|needs to|need|needs|needed|require|requires|required|mandatory|obligatory|compulsory|muss|müssen|doit|doivent|debe|deben|hay que|必要|義務",
        [Of(ClaimMarks.May)] = "may|can|could|might|allowed|permitted|possible|optional|allows|permits|kann|können|darf|dürfen|peut|peuvent|puede|pueden|可能",
        [Of(ClaimMarks.Should)] = "should|ought|recommended|advised|advisable|soll|sollen|sollte|sollten|devrait|devraient|debería|deberían",
        [Of(ClaimMarks.All)] = "all|every|each|everyone|everybody|always|alle|allen|jede|jeder|jedes|jeden|immer|tous|toutes|chaque|toujours|todos|todas|cada|siempre|全て|全員",
        [Of(ClaimMarks.Most)] = "most|mostly|usually|generally|typically|normally|often|meist|meistens|meisten|la plupart|generalmente|mayoría",
        [Of(ClaimMarks.Some)] = "some|sometimes|few|several|certain|occasionally|einige|manche|quelques|certains|certaines|algunos|algunas",
        [Of(ClaimMarks.Before)] = "前|prior",
        [Of(ClaimMarks.After)] = "後|afterwards",
        [Of(ClaimMarks.Half)] = "half|hälfte|moitié|mitad",
        [Of(PhraseRole.Before, Bound.Min)] = "at least|no less than|not less than|no fewer than|minimum|minimum of|a minimum of|from at least|mindestens|wenigstens|au moins|al menos|como mínimo",
        [Of(PhraseRole.Before, Bound.Max)] = "at most|no more than|not more than|up to|maximum|maximum of|a maximum of|within|no longer than|not longer than|no later than|not later than|not exceed|may not exceed|must not exceed|cannot exceed|not to exceed|does not exceed|do not exceed|should not exceed|limited to|"
            + "by|until|till|höchstens|maximal|bis zu|bis|spätestens|innerhalb von|jusqu à|jusqu au|au plus|au plus tard|au maximum|à hauteur de|como máximo|hasta|a más tardar|máximo de",
        [Of(PhraseRole.Before, Bound.Over)] = "more than|over|above|older than|longer than|greater than|higher than|larger than|exceed|exceeds|exceeding|in excess of|mehr als|über|plus de|más de",
        [Of(PhraseRole.Before, Bound.Under)] = "less than|under|below|fewer than|younger than|shorter than|lower than|smaller than|weniger als|unter|moins de|menos de",
        [Of(PhraseRole.Before, Bound.Before, ClaimMarks.Before)] = "before|prior to|earlier than|vor|avant|antes de|antes|ahead of",
        [Of(PhraseRole.Before, Bound.After, ClaimMarks.After)] = "after|later than|nach|après|después de|después",
        [Of(PhraseRole.Before, Bound.After)] = "from|since|ab|seit|à partir de|desde",
        [Of(PhraseRole.After, Bound.Min)] = "or more|or longer|or older|or above|or earlier|or later|minimum|or higher|oder mehr|ou plus|o más|以上",
        [Of(PhraseRole.After, Bound.Max)] = "or less|or fewer|or below|at most|maximum|or lower|at the latest|or under|oder weniger|ou moins|o menos|como máximo|au maximum|以下|以内|まで|までに",
        [Of(PhraseRole.After, Bound.Over)] = "超|を超",
        [Of(PhraseRole.After, Bound.Under)] = "未満",
        [Of(PhraseRole.Loose, Bound.Max)] = "limit|limits|limited|maximum|max|cap|ceiling|höchstbetrag|obergrenze|limite|plafond|límite|máximo|上限|最大",
        [Of(PhraseRole.Loose, Bound.Min)] = "minimum|min|mindestbetrag|mínimo|下限|最低",
        [new Phrase(PhraseRole.Denial)] = "not|no|never|none|neither|nor|nobody|nothing|no longer|no one|isn't|aren't|don't|doesn't|didn't|won't|wasn't|weren't|hasn't|haven't|wouldn't|"
            + "nicht|kein|keine|keinen|keinem|keiner|keines|nie|niemals|niemand|keinesfalls|pas|jamais|aucun|aucune|rien|personne ne|ni|no|nunca|jamás|ningún|ninguna|ninguno|nadie|tampoco",
        [new Phrase(PhraseRole.Denial, ClaimMarks.Except)] = "but not|aber nicht|mais pas|pero no",
        [new Phrase(PhraseRole.Denial, ClaimMarks.MustNot)] = "must not|mustn't|may not|cannot|can not|can't|shall not|couldn't|could not|must never|may never|can never|not allowed|not permitted|not possible|"
            + "darf nicht|dürfen nicht|kann nicht|können nicht|ne peut pas|ne peuvent pas|ne doit pas|ne doivent pas|no puede|no pueden|no debe|no deben",
        [new Phrase(PhraseRole.Denial, ClaimMarks.ShouldNot)] = "should not|shouldn't|should never|not recommended",
        [new Phrase(PhraseRole.Denial, ClaimMarks.NeedNot)] = "need not|needn't|don't have to|do not have to|does not have to|doesn't have to|do not need to|does not need to|don't need to|doesn't need to|not required|not mandatory|"
            + "do not need|does not need|don't need|doesn't need|do not require|does not require|don't require|doesn't require|muss nicht|müssen nicht",
        [new Phrase(PhraseRole.Prohibition, ClaimMarks.MustNot)] = "forbidden|prohibited|banned|disallowed|verboten|untersagt|interdit|interdite|interdits|prohibido|prohibida|禁止",
    }.SelectMany(entry => entry.Value.Split('|', StringSplitOptions.RemoveEmptyEntries), (entry, words) => (FoldedText.Fold(words), entry.Key))];

    // "Maximum" bounds what follows, what stands before it, or everything: each is looked up apart.
    private static readonly PhraseTable Behind = new(Entries.Where(entry => entry.Phrase.Role is PhraseRole.After));
    private static readonly PhraseTable Anywhere = new(Entries.Where(entry => entry.Phrase.Role is PhraseRole.Loose));
    private static readonly PhraseTable Ahead = new(Entries.Where(entry => entry.Phrase.Role is not (PhraseRole.After or PhraseRole.Loose)));

    /// <summary>Returns the phrase that begins at a word, and how many words it takes.</summary>
    public static (Phrase Phrase, int Length)? At(IReadOnlyList<Word> words, int at, PhraseRole? role = null) => role switch
    {
        PhraseRole.After => Behind.At(words, at),
        PhraseRole.Loose => Anywhere.At(words, at),
        _ => Ahead.At(words, at),
    };

    private static Phrase Of(ClaimMarks mark) => new(PhraseRole.Mark, mark);

    private static Phrase Of(PhraseRole role, Bound bound, ClaimMarks mark = ClaimMarks.None) => new(role, mark, bound);
}
