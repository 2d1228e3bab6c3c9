"""The first run of an empty platform: its first person and its first town."""

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vorort.authorities.queries import is_founded
from vorort.core.clock import now
from vorort.core.errors import DomainError
from vorort.desk import actions
from vorort.desk.forms.towns import FirstRunForm
from vorort.places.queries import list_municipality_names


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def first_run(request: HttpRequest) -> HttpResponse:
    """Open only while nobody is on the platform; the code keeps strangers out."""
    if is_founded():
        return redirect("/")
    form = FirstRunForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person, authority = actions.found(
                code=given["code"],
                name=given["name"],
                email=given["email"],
                password=given["password"],
                town=form.town,
                small_town=given["small_town"],
                at=now(),
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            # The password alone signs in here; the second factor is asked for by the next page.
            signed_in: HttpResponse = perform_login(
                request,
                person,
                email_verification="none",
                redirect_url=reverse("desk:setup", args=[authority.slug]),
            )
            return signed_in
    context = {"form": form, "towns": list_municipality_names(), "messages": ()}
    return render(request, "desk/first_run.html", context, status=422 if form.errors else 200)
