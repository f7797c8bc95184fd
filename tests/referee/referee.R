# What R makes of the questions that the library answers.
#
#   Rscript referee.R CALLS      one call of a function below on each line of the file CALLS
#   Rscript referee.R --versions what computes
#
# Prints one line of JSON a call. A quantity that R refuses (an error, NaN) is null. Where a test
# of R or of a package exists it is called; "by definition" marks what base R is made to work out
# from the formula in the paper, by another route than the library's.

PACKAGES <- c("coin", "ordinal", "lme4")

# Writing JSON --------------------------------------------------------------------------------

one_number <- function(x) {
  if (is.na(x)) "null"
  else if (is.infinite(x)) if (x > 0) "Infinity" else "-Infinity"
  else sprintf("%.17g", x)
}

value <- function(x) {
  words <- vapply(as.numeric(x), one_number, "")
  if (length(words) == 1) words else paste0("[", paste(words, collapse = ", "), "]")
}

quoted <- function(x) paste0("\"", x, "\"")

object <- function(x, write = value) {
  parts <- mapply(function(name, one) paste0(quoted(name), ": ", write(one)), names(x), x)
  paste0("{", paste(parts, collapse = ", "), "}")
}

# NA in place of an error; warnings are R's own business.
maybe <- function(expression) tryCatch(suppressWarnings(expression), error = function(e) NA_real_)

root <- function(f, low, high) uniroot(f, c(low, high), tol = 1e-15, maxiter = 10000)$root

# One share -----------------------------------------------------------------------------------

binomial <- function(k, n, expected) {
  p <- function(alternative) binom.test(k, n, expected, alternative = alternative)$p.value
  limits <- binom.test(k, n)$conf.int
  tails <- c(pbinom(k, n, expected), pbinom(k - 1, n, expected, lower.tail = FALSE))
  list(two_sided = p("two.sided"), greater = p("greater"), less = p("less"),
       central = min(1, 2 * min(tails)), low = limits[1], high = limits[2])
}

interval <- function(k, n, level) {
  half <- (1 - level) / 2
  exact <- binom.test(k, n, conf.level = level)$conf.int
  score <- prop.test(k, n, conf.level = level, correct = FALSE)$conf.int
  above <- function(p) pbinom(k, n, p, lower.tail = FALSE) + dbinom(k, n, p) / 2 - half
  below <- function(p) pbinom(k - 1, n, p) + dbinom(k, n, p) / 2 - half
  list(
    clopper_pearson = exact,
    mid_p = c(if (k == 0) 0 else root(above, 0, k / n), if (k == n) 1 else root(below, k / n, 1)),
    wilson = score,
    wald = k / n + c(-1, 1) * qnorm(1 - half) * sqrt(k / n * (1 - k / n) / n),
    jeffreys = c(if (k == 0) 0 else qbeta(half, k + 0.5, n - k + 0.5),
                 if (k == n) 1 else qbeta(1 - half, k + 0.5, n - k + 0.5))
  )
}

# Every number of yes-sayers that the hypergeometric test does not reject, by definition.
finite_interval <- function(k, n, population) {
  totals <- k:(population - (n - k))
  kept <- function(weight) {
    seen <- weight * dhyper(k, totals, population - totals, n)
    above <- phyper(k, totals, population - totals, n, lower.tail = FALSE) + seen
    below <- phyper(k - 1, totals, population - totals, n) + seen
    range(totals[above > 0.025 & below > 0.025]) / population
  }
  list(clopper_pearson = kept(1), mid_p = kept(0.5))
}

adjust <- function(p) list(holm = p.adjust(p, "holm"), benjamini_hochberg = p.adjust(p, "BH"))

# Two groups ----------------------------------------------------------------------------------

# Where a decreasing score with poles at 0 and at width changes its sign; u counts from the left.
peak <- function(score, width) {
  edge <- 1e-14 * width
  if (width < 1e-14 || score(edge) <= 0) 0
  else if (score(width - edge) >= 0) width
  else root(score, edge, width - edge)
}

part <- function(k, p) if (k == 0) 0 else k / p

# The most likely first share when the two differ by d: root of the score, by definition. Written
# from the ends of the range so that nothing cancels.
restricted <- function(k1, n1, k2, n2, d) {
  low <- max(0, d)
  width <- 1 - abs(d)
  score <- function(u) part(k1, low + u) - part(n1 - k1, max(0, -d) + width - u) +
    part(k2, max(0, -d) + u) - part(n2 - k2, max(0, d) + width - u)
  low + peak(score, width)
}

miettinen_nurminen <- function(k1, n1, k2, n2, level) {
  gap <- k1 / n1 - k2 / n2
  n <- n1 + n2
  excess <- function(d) {
    p <- restricted(k1, n1, k2, n2, d)
    variance <- (p * (1 - p) / n1 + (p - d) * (1 - p + d) / n2) * n / (n - 1)
    (gap - d)^2 - qnorm((1 + level) / 2)^2 * variance
  }
  c(if (gap - 1e-9 <= -1) -1 else root(excess, -1, gap - 1e-9),
    if (gap + 1e-9 >= 1) 1 else root(excess, gap + 1e-9, 1))
}

two_groups <- function(k1, n1, k2, n2) {
  gap <- k1 / n1 - k2 / n2
  one <- prop.test(k1, n1, correct = FALSE)$conf.int
  two <- prop.test(k2, n2, correct = FALSE)$conf.int
  reach <- function(a, b) sqrt(a^2 + b^2)
  both <- prop.test(c(k1, k2), c(n1, n2), correct = FALSE)
  corrected <- prop.test(c(k1, k2), c(n1, n2))
  cells <- cbind(c(k1, n1 - k1), c(k2, n2 - k2))
  p <- function(alternative) fisher.test(cells, alternative = alternative)$p.value
  list(
    newcombe = gap + c(-reach(k1 / n1 - one[1], two[2] - k2 / n2), reach(one[2] - k1 / n1, k2 / n2 - two[1])),
    miettinen_nurminen = miettinen_nurminen(k1, n1, k2, n2, 0.95),
    prop_test_chi_squared = unname(both$statistic),
    prop_test_p = both$p.value,
    prop_test_corrected_p = corrected$p.value,
    prop_test_interval = both$conf.int,
    fisher_two_sided = p("two.sided"), fisher_greater = p("greater"), fisher_less = p("less"),
    odds_ratio_of_sample = k1 * (n2 - k2) / (k2 * (n1 - k1)),
    odds_ratio_of_fisher_test = unname(fisher.test(cells)$estimate)
  )
}

# The largest probability over the common share, for every table that is as extreme, by definition.
worst_case <- function(extreme, n1, n2) {
  chance <- function(p) sum(outer(dbinom(0:n1, n1, p), dbinom(0:n2, n2, p))[extreme])
  grid <- seq(0, 1, length.out = 401)
  best <- grid[which.max(vapply(grid, chance, 0))]
  near <- c(max(0, best - 0.0025), min(1, best + 0.0025))
  max(optimize(chance, near, maximum = TRUE, tol = 1e-12)$objective, chance(best))
}

unconditional_p <- function(k1, n1, k2, n2) {
  k <- outer(0:n1, rep(1, n2 + 1))
  m <- outer(rep(1, n1 + 1), 0:n2)
  fisher <- phyper(k - 1, n1, n2, k + m, lower.tail = FALSE)
  other <- phyper(k, n1, n2, k + m)
  pooled <- (k + m) / (n1 + n2)
  z <- (k / n1 - m / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
  z[is.nan(z)] <- 0
  up <- worst_case(fisher <= fisher[k1 + 1, k2 + 1] * (1 + 1e-10), n1, n2)
  down <- worst_case(other <= other[k1 + 1, k2 + 1] * (1 + 1e-10), n1, n2)
  list(boschloo_greater = up, boschloo_less = down, boschloo_two_sided = min(1, 2 * min(up, down)),
       barnard_greater = worst_case(z >= z[k1 + 1, k2 + 1] - 1e-10, n1, n2),
       barnard_less = worst_case(z <= z[k1 + 1, k2 + 1] + 1e-10, n1, n2),
       barnard_two_sided = worst_case(abs(z) >= abs(z[k1 + 1, k2 + 1]) - 1e-10, n1, n2))
}

# Ratings of two groups of people, as counts from the worst category to the best.
ratings <- function(first, second) {
  x <- rep(seq_along(first), first)
  y <- rep(seq_along(second), second)
  n1 <- length(x)
  n2 <- length(y)
  won <- maybe(unname(wilcox.test(x, y, exact = FALSE)$statistic)) / (n1 * n2)
  r <- rank(c(x, y))
  spread <- function(own, inside) sum((own - inside - mean(own) + mean(inside))^2) / (length(own) - 1)
  v1 <- spread(r[1:n1], rank(x))
  v2 <- spread(r[-(1:n1)], rank(y))
  error <- sqrt(v1 / (n1 * n2^2) + v2 / (n2 * n1^2))
  df <- (n1 * v1 + n2 * v2)^2 / ((n1 * v1)^2 / (n1 - 1) + (n2 * v2)^2 / (n2 - 1))
  t <- if (error > 0) (won - 0.5) / error else NaN
  group <- factor(rep(c("first", "second"), c(n1, n2)), c("first", "second"))
  test <- function(alternative)
    maybe(coin::pvalue(coin::wilcox_test(c(x, y) ~ group, distribution = "exact", alternative = alternative)))
  list(estimate = won, statistic = abs(t), p_value = 2 * pt(-abs(t), df),
       low = max(0, won - qt(0.975, df) * error), high = min(1, won + qt(0.975, df) * error),
       coin_two_sided = test("two.sided"), coin_greater = test("greater"),
       wilcox_test_p = maybe(wilcox.test(x, y)$p.value))
}

# Pairs ---------------------------------------------------------------------------------------

paired_limits <- function(neither, gained, lost, both) {
  n <- neither + gained + lost + both
  gap <- (gained - lost) / n
  after <- prop.test(gained + both, n, correct = FALSE)$conf.int
  before <- prop.test(lost + both, n, correct = FALSE)$conf.int
  product <- prod(gained + both, neither + lost, lost + both, neither + gained)
  excess <- neither * both - gained * lost
  link <- if (product == 0) 0 else (if (excess > 0) max(excess - n / 2, 0) else excess) / sqrt(product)
  reach <- function(a, b) sqrt(max(0, a^2 + b^2 - 2 * link * a * b))
  low <- reach((gained + both) / n - after[1], before[2] - (lost + both) / n)
  high <- reach(after[2] - (gained + both) / n, (lost + both) / n - before[1])
  c(max(-1, gap - low), min(1, gap + high))
}

# Tango: score test with the nuisance parameter at the root of its score, by definition.
tango <- function(gained, lost, n) {
  gap <- (gained - lost) / n
  stayed <- n - gained - lost
  nuisance <- function(d) {
    low <- max(0, -d)
    width <- (1 - d) / 2 - low
    score <- function(u) part(lost, low + u) + part(gained, max(0, d) + u) - 2 * part(stayed, 2 * (width - u))
    low + peak(score, width)
  }
  excess <- function(d) (gained - lost - n * d)^2 - qnorm(0.975)^2 * n * (2 * nuisance(d) + d * (1 - d))
  c(if (gap - 1e-9 <= -1) -1 else root(excess, -1, gap - 1e-9),
    if (gap + 1e-9 >= 1) 1 else root(excess, gap + 1e-9, 1))
}

# Fay and Lumbard: quantile of rate times direction, integrated over the rate, by definition.
melded_low <- function(gained, lost, n) {
  changed <- gained + lost
  if (gained == 0) return(if (changed == n) -1 else -qbeta(0.975, changed + 1, n - changed))
  positive <- pbeta(0.5, gained, lost + 1) < 0.025
  if (!positive && changed == n) return(2 * qbeta(0.025, gained, lost + 1) - 1)
  shape <- if (positive) c(changed, n - changed + 1) else c(changed + 1, n - changed)
  density <- function(rate, d) dbeta(rate, shape[1], shape[2]) * pbeta(0.5 + d / (2 * rate), gained, lost + 1)
  tail <- function(d) {
    ends <- c(abs(d), qbeta(c(1e-13, 0.2, 0.5, 0.8, 1 - 1e-13), shape[1], shape[2]))
    ends <- sort(unique(pmin(1, ends[ends >= abs(d)])))
    sum(if (d > 0) pbeta(d, shape[1], shape[2]), vapply(seq_len(length(ends) - 1), function(i)
      integrate(density, ends[i], ends[i + 1], d = d, rel.tol = 1e-12, subdivisions = 1000)$value, 0))
  }
  if (positive) root(function(d) tail(d) - 0.025, 1e-12, 1 - 1e-9)
  else root(function(d) tail(d) - 0.025, -1 + 1e-9, -1e-12)
}

fourfold <- function(neither, gained, lost, both) {
  n <- neither + gained + lost + both
  m <- gained + lost
  cells <- rbind(c(neither, gained), c(lost, both))
  plain <- maybe(mcnemar.test(cells, correct = FALSE))
  fewer <- min(gained, lost)
  two <- as.table(matrix(cells, 2, dimnames = list(before = c("no", "yes"), after = c("no", "yes"))))
  list(
    exact = if (m == 0) NA else binom.test(gained, m)$p.value,
    coin = maybe(coin::pvalue(coin::mh_test(two, distribution = "exact"))),
    mid_p = min(1, 2 * pbinom(fewer, m, 0.5) - dbinom(fewer, m, 0.5)),
    chi_squared = if (is.list(plain)) unname(plain$statistic) else NA,
    mcnemar_test_p = maybe(mcnemar.test(cells, correct = FALSE)$p.value),
    mcnemar_test_corrected_p = maybe(mcnemar.test(cells)$p.value),
    newcombe = paired_limits(neither, gained, lost, both),
    tango = tango(gained, lost, n),
    fay_lumbard = c(melded_low(gained, lost, n), -melded_low(lost, gained, n))
  )
}

changes <- function(d) {
  zero <- rep(0, length(d))
  coin_p <- function(method, alternative)
    maybe(coin::pvalue(coin::wilcoxsign_test(d ~ zero, distribution = "exact", zero.method = method,
                                       alternative = alternative)))
  moved <- d[d != 0]
  sign <- function(alternative)
    if (length(moved)) binom.test(sum(moved > 0), length(moved), alternative = alternative)$p.value else NA
  steps <- data.frame(y = c(zero, d), time = factor(rep(c("before", "after"), each = length(d)),
                      c("after", "before")), person = factor(rep(seq_along(d), 2)))
  homogeneity <- function(alternative)
    maybe(coin::pvalue(coin::symmetry_test(y ~ time | person, steps, distribution = "exact",
                                     alternative = alternative)))
  list(
    wilcoxon_two_sided = coin_p("Wilcoxon", "two.sided"), wilcoxon_greater = coin_p("Wilcoxon", "greater"),
    pratt_two_sided = coin_p("Pratt", "two.sided"), pratt_less = coin_p("Pratt", "less"),
    statistic = maybe(unname(wilcox.test(d, exact = FALSE)$statistic)),
    wilcox_test_p = maybe(wilcox.test(d)$p.value),
    sign_two_sided = sign("two.sided"), sign_greater = sign("greater"),
    homogeneity_two_sided = homogeneity("two.sided"), homogeneity_greater = homogeneity("greater")
  )
}

untied_changes <- function(d) {
  p <- function(alternative) wilcox.test(d, exact = TRUE, alternative = alternative)$p.value
  list(two_sided = p("two.sided"), greater = p("greater"), less = p("less"))
}

# The same people's grades before and after.
linked <- function(before, after) {
  n <- length(before)
  share <- function(x, at) vapply(at, function(a) mean(x < a) + mean(x == a) / 2, 0)
  gap <- share(before, after) - share(after, before)
  error <- sd(gap) / sqrt(n)
  estimate <- (1 + mean(gap)) / 2
  t <- (estimate - 0.5) / error
  list(estimate = estimate, statistic = t, p_value = 2 * pt(-abs(t), n - 1),
       low = max(0, estimate - qt(0.975, n - 1) * error),
       high = min(1, estimate + qt(0.975, n - 1) * error))
}

# Tables --------------------------------------------------------------------------------------

square <- function(cells) {
  names <- paste0("g", seq_len(nrow(cells)))
  test <- maybe(coin::mh_test(as.table(matrix(cells, nrow(cells), dimnames = list(names, names)))))
  of_coin <- if (is(test, "IndependenceTest")) c(coin::statistic(test), test@statistic@df, coin::pvalue(test))
             else rep(NA, 3)
  # Bhapkar by definition: weighted least squares of the differences, singular directions left out.
  d <- (rowSums(cells) - colSums(cells)) / sum(cells)
  v <- -(cells + t(cells)) / sum(cells)
  diag(v) <- (rowSums(cells) + colSums(cells) - 2 * diag(cells)) / sum(cells)
  v <- (v - d %o% d) / sum(cells)
  parts <- eigen(v, symmetric = TRUE)
  kept <- parts$values > 1e-10 * max(parts$values, 1e-300)
  along <- t(parts$vectors[, kept, drop = FALSE]) %*% d
  bhapkar <- if (any(kept)) sum(along^2 / parts$values[kept]) else NA
  list(stuart_maxwell = of_coin[1], degrees_of_freedom = of_coin[2], stuart_maxwell_p = of_coin[3],
       bhapkar = bhapkar)
}

rectangle <- function(cells) list(freeman_halton = fisher.test(cells, workspace = 2e6)$p.value)

# Two rows, scores of the columns: exact trend.
trend <- function(cells, scores) {
  y <- c(rep(scores, cells[1, ]), rep(scores, cells[2, ]))
  x <- rep(c(0, 1), rowSums(cells))
  # The exact distribution of coin is that of two samples: a factor, the higher row first.
  group <- factor(x, c(1, 0))
  p <- function(alternative) maybe(coin::pvalue(coin::oneway_test(
    y ~ group, distribution = "exact", alternative = alternative)))
  list(two_sided = p("two.sided"), greater = p("greater"), less = p("less"))
}

questions <- function(answers) {
  long <- data.frame(y = as.vector(answers), item = factor(as.vector(col(answers))),
                     person = factor(as.vector(row(answers))))
  test <- maybe(coin::symmetry_test(y ~ item | person, long, teststat = "quadratic"))
  if (!is(test, "IndependenceTest")) return(list(statistic = NA, degrees_of_freedom = NA, p_value = NA))
  list(statistic = coin::statistic(test), degrees_of_freedom = test@statistic@df,
       p_value = coin::pvalue(test))
}

# Ordered grades ------------------------------------------------------------------------------

brant_test <- function(codes, x) {
  cuts <- max(codes)
  fits <- lapply(seq_len(cuts), function(cut)
    glm((codes >= cut) ~ x, family = stats::binomial(), control = glm.control(epsilon = 1e-14, maxit = 100)))
  design <- cbind(1, x)
  p <- sapply(fits, fitted)
  slopes <- unlist(lapply(fits, function(fit) coef(fit)[-1]))
  size <- ncol(x)
  v <- matrix(0, cuts * size, cuts * size)
  inverse <- function(i) solve(t(design) %*% (design * p[, i] * (1 - p[, i])))
  for (i in seq_len(cuts)) for (j in i:cuts) {
    block <- inverse(i) %*% t(design) %*% (design * (p[, j] - p[, i] * p[, j])) %*% inverse(j)
    rows <- (i - 1) * size + seq_len(size)
    columns <- (j - 1) * size + seq_len(size)
    v[rows, columns] <- block[-1, -1]
    v[columns, rows] <- t(block[-1, -1])
  }
  contrast <- cbind(do.call(rbind, rep(list(diag(size)), cuts - 1)), -diag((cuts - 1) * size))
  gaps <- contrast %*% slopes
  c(t(gaps) %*% solve(contrast %*% v %*% t(contrast), gaps))
}

ordinal_logit <- function(codes, x) {
  data <- data.frame(grade = factor(codes, ordered = TRUE), x)
  fit <- suppressWarnings(ordinal::clm(grade ~ ., data = data,
    control = ordinal::clm.control(gradTol = 1e-10, maxIter = 200)))
  table <- summary(fit)$coefficients[names(fit$beta), , drop = FALSE]
  brant <- if (max(codes) > 1) brant_test(codes, as.matrix(x)) else NA
  # Likelihood ratio against slopes of their own at every cut: nominal_test, worked out by hand
  # because that looks for the data outside this function.
  free <- maybe(suppressWarnings(ordinal::clm(grade ~ 1, nominal = reformulate(names(x)), data = data)))
  ratio <- if (is.list(free)) 2 * as.numeric(logLik(free) - logLik(fit)) else NA
  freedom <- (max(codes) - 1) * ncol(x)
  list(estimate = table[, 1], standard_error = table[, 2], statistic = table[, 3], p_value = table[, 4],
       thresholds = unname(fit$alpha), log_likelihood = as.numeric(logLik(fit)), brant = brant,
       likelihood_ratio_p = if (freedom) pchisq(ratio, freedom, lower.tail = FALSE) else NA)
}

# Grades that one binary predictor sorts: clm's coefficient means nothing, the exact test does.
separated <- function(codes, trained) {
  fit <- maybe(suppressWarnings(ordinal::clm(factor(codes, ordered = TRUE) ~ trained)))
  slope <- if (is.list(fit)) summary(fit)$coefficients["trained", 1:2] else c(NA, NA)
  group <- factor(trained)
  list(exact_p = maybe(coin::pvalue(coin::wilcox_test(codes ~ group, distribution = "exact"))),
       clm_odds_ratio_beyond_1000 = if (is.na(slope[1])) NA else as.numeric(abs(slope[1]) > log(1000)))
}

# Pupils in schools ---------------------------------------------------------------------------

mixed_model <- function(y, x, school, reml) {
  data <- data.frame(y = y, x = x, school = factor(school))
  formula <- if (length(unique(x)) > 1) y ~ x + (1 | school) else y ~ 1 + (1 | school)
  fit <- suppressMessages(suppressWarnings(lme4::lmer(formula, data, REML = reml,
    control = lme4::lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10),
                                calc.derivs = FALSE, check.conv.singular = "ignore"))))
  spread <- as.data.frame(lme4::VarCorr(fit))$vcov
  effects <- lme4::ranef(fit, condVar = TRUE)$school
  error <- sqrt(diag(as.matrix(vcov(fit))))
  list(fixed = unname(lme4::fixef(fit)), fixed_error = error, fixed_error_of_statsmodels = error,
       school_variance = spread[1], pupil_variance = spread[2],
       log_likelihood = as.numeric(logLik(fit)), effects = effects[[1]],
       effect_variances = as.numeric(attr(effects, "postVar")))
}

nested_model <- function(y, x, school, classes, reml) {
  data <- data.frame(y = y, x = x, school = factor(school))
  groups <- "(1 | school)"
  if (length(classes)) {
    data$class <- factor(paste(school, classes))
    groups <- "(1 | school) + (1 | class)"
  }
  formula <- as.formula(paste("y ~", if (length(unique(x)) > 1) "x" else "1", "+", groups))
  fit <- suppressMessages(suppressWarnings(lme4::lmer(formula, data, REML = reml,
    control = lme4::lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10),
                                calc.derivs = FALSE, check.conv.singular = "ignore"))))
  spread <- as.data.frame(lme4::VarCorr(fit))
  spread <- setNames(spread$vcov, spread$grp)
  effects <- lme4::ranef(fit, condVar = TRUE)$school
  list(fixed = unname(lme4::fixef(fit)), fixed_error = sqrt(diag(as.matrix(vcov(fit)))),
       variances = unname(spread[c("school", if (length(classes)) "class", "Residual")]),
       log_likelihood = as.numeric(logLik(fit)), effects = effects[[1]],
       effect_variances = as.numeric(attr(effects, "postVar")))
}

# Groups that cross, or three deep; the columns of groups are told apart by their own labels.
many_groups <- function(y, x, first, second, third, reml) {
  data <- data.frame(y = y, x = x, first = factor(first), second = factor(second))
  names <- c("first", "second")
  if (length(third)) {
    data$third <- factor(third)
    names <- c(names, "third")
  }
  fit <- suppressMessages(suppressWarnings(lme4::lmer(
    as.formula(paste("y ~ x +", paste0("(1 | ", names, ")", collapse = " + "))), data, REML = reml,
    control = lme4::lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10),
                                calc.derivs = FALSE, check.conv.singular = "ignore"))))
  spread <- as.data.frame(lme4::VarCorr(fit))
  spread <- setNames(spread$vcov, spread$grp)
  effects <- lme4::ranef(fit, condVar = TRUE)$first
  list(fixed = unname(lme4::fixef(fit)), fixed_error = sqrt(diag(as.matrix(vcov(fit)))),
       variances = unname(spread[c(names, "Residual")]), log_likelihood = as.numeric(logLik(fit)),
       effects = effects[[1]], effect_variances = as.numeric(attr(effects, "postVar")))
}

# Differences by trust ------------------------------------------------------------------------

# One mean for each group and grade, the variance of their residuals added up by trust: by
# definition, and held to sandwich::vcovCL where that is installed.
by_trust <- function(y, design, trust, direction) {
  bread <- solve(crossprod(design))
  slopes <- bread %*% crossprod(design, y)
  scores <- rowsum(design * as.vector(y - design %*% slopes), trust)
  groups <- nrow(scores)
  n <- length(y)
  small <- groups / (groups - 1) * (n - 1) / (n - ncol(design))
  covariance <- small * bread %*% crossprod(scores) %*% bread
  if (requireNamespace("sandwich", quietly = TRUE)) {
    fit <- lm(y ~ 0 + design)
    packaged <- sandwich::vcovCL(fit, cluster = trust, type = "HC1", cadjust = TRUE)
    stopifnot(isTRUE(all.equal(unname(packaged), unname(covariance), tolerance = 1e-10)))
  }
  estimate <- sum(direction * slopes)
  error <- sqrt(max(0, c(t(direction) %*% covariance %*% direction)))
  c(estimate, estimate + c(-1, 1) * qnorm(0.975) * error)
}

clustered <- function(improved, grade, joined, trust) {
  raw <- by_trust(improved, cbind(1, joined), trust, c(0, 1))
  shared <- intersect(grade[joined == 1], grade[joined == 0])
  kept <- grade %in% shared
  weights <- vapply(shared, function(g) mean(grade[kept & joined == 1] == g), 0)
  marks <- outer(grade[kept], shared, "==") * 1
  given <- by_trust(improved[kept], cbind(marks, marks * joined[kept]), trust[kept],
                    c(0 * weights, weights))
  list(raw = raw[1], raw_limits = raw[2:3], standardised = given[1], standardised_limits = given[2:3],
       left_out = sum(joined == 1 & !kept))
}

# Power ---------------------------------------------------------------------------------------

power_of_groups <- function(n, comparison_n, share, comparison_share) {
  cells <- outer(dbinom(0:n, n, share), dbinom(0:comparison_n, comparison_n, comparison_share))
  tables <- expand.grid(k = 0:n, m = 0:comparison_n)
  fisher <- mapply(function(k, m) fisher.test(cbind(c(k, n - k), c(m, comparison_n - m)))$p.value,
                   tables$k, tables$m)
  list(fisher = sum(cells[fisher <= 0.05]),
       normal = if (n == comparison_n && share != comparison_share)
         power.prop.test(n, share, comparison_share, strict = TRUE)$power else NA)
}

power_of_pairs <- function(n, gain, loss) {
  exact <- mid <- 0
  for (b in 0:n) for (c in 0:(n - b)) {
    m <- b + c
    chance <- dmultinom(c(b, c, n - m), prob = c(gain, loss, max(0, 1 - gain - loss)))
    p <- if (m) binom.test(b, m)$p.value else 1
    if (p <= 0.05 * (1 + 1e-12)) exact <- exact + chance
    if (m && min(1, p - dbinom(b, m, 0.5)) <= 0.05 * (1 + 1e-12)) mid <- mid + chance
  }
  list(exact = exact, mid_p = mid)
}

power_of_means <- function(n, effect_size, level) list(
  t_test = power.t.test(n, effect_size, sig.level = level, strict = TRUE)$power)

# ---------------------------------------------------------------------------------------------

here <- function(package) if (nzchar(system.file(package = package)))
  as.character(packageVersion(package)) else ""

main <- function(arguments) {
  if (identical(arguments, "--versions")) {
    found <- c(R = paste(R.version$major, R.version$minor, sep = "."),
               sapply(PACKAGES, here))
    cat(object(found[found != ""], quoted), "\n")
    return(invisible())
  }
  if (nzchar(here("coin"))) loadNamespace("coin")
  for (line in readLines(arguments[1])) cat(object(suppressWarnings(eval(parse(text = line)))), "\n")
}

main(commandArgs(trailingOnly = TRUE))
