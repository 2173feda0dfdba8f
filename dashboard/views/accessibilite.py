"""Accessibilité: the declaration; what was tested, what is not accessible, what to use instead."""

import streamlit as st

from dashboard import charts, frame
from dashboard.content import accessibility

release = frame.open_page("accessibilite", "Accessibilité", simulated=False)
st.header("État de conformité")
st.markdown(accessibility.STATE)
st.header("Ce qui a été essayé")
st.html(accessibility.tested())
st.markdown(accessibility.NOT_TESTED)
st.header("Ce qui n'est pas accessible")
st.html(accessibility.limits())
st.header("Signaler un défaut")
st.markdown(accessibility.CONTACT)
st.header("Voies de recours")
st.markdown(accessibility.RECOURSE)
st.html(charts.note(f"Déclaration établie le {accessibility.DATE}."))
frame.close_page(release)
